import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger } from '../catalog-lock.ts';
import { parseTomlContent } from '../parse-toml-content.ts';
import { textOf } from '../text-of.ts';
import { parseGleamManifest } from './gleam-manifest.ts';
import { parseMixLock } from './mix-lock.ts';
import { parseRebarLock } from './rebar-lock.ts';

/** What Mix (Elixir), rebar3 (Erlang) and Gleam chose from hex.pm and elsewhere. */
export const hexLock: FileCataloger = lockCataloger({
  id: 'hex-lock',
  ecosystems: ['hex'],
  details: ['dependencies'],
  files: { names: ['mix.lock', 'rebar.lock', 'manifest.toml'] },
  parse: (content, { path }) => {
    if (path.endsWith('mix.lock')) return parseMixLock(textOf(content));
    if (path.endsWith('rebar.lock')) return parseRebarLock(textOf(content));
    // Programs of any kind have a manifest.toml, so that what is no TOML says nothing.
    const manifest = parseTomlContent(content);
    return manifest === undefined ? undefined : parseGleamManifest(manifest);
  },
});
