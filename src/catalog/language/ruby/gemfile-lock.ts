import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { isGemName, withoutPlatform } from './gem-name.ts';
import { catalogLock, withAllowedNames } from '../catalog-lock.ts';
import { textOf } from '../text-of.ts';

/** Bundler's lock file: bundler.io. Specs are indented by four blanks in the sections of their sources, their dependencies by six. */
export const gemfileLock: FileCataloger = {
  id: 'gemfile-lock',
  evidence: 'declared',
  ecosystems: ['gem'],
  details: ['dependencies'],
  files: { names: ['Gemfile.lock', 'gems.locked', 'Gemfile.next.lock'], maxBytes: limits.lockfileBytes },
  catalog: catalogGemfileLock,
};

function catalogGemfileLock(file: TreeEntry, content: Uint8Array): Catalogued {
  return catalogLock('gem', gemfileLock.id, file, withAllowedNames(parseGemfileLock(textOf(content)), isGemName, 'RubyGems'));
}

/** A gem occurs once for each platform; these are one package. `PATH` is the project's own, `PLUGIN SOURCE` a source like any other. */
export function parseGemfileLock(text: string): Lock {
  const specs = new Map<string, { readonly name: string; readonly version: string; isOwn: boolean; readonly needs: Set<string> }>();
  let section = '';
  let sections = 0;
  let badLines = 0;
  let current: Set<string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^[A-Z]/.test(line)) {
      section = line.trim();
      sections += 1;
      current = undefined;
    }
    if (!sourceSections.has(section)) continue;
    const spec = /^ {4}(\S+) \(([^\s)]+)\)$/.exec(line);
    const need = /^ {6}([^\s!]+)/.exec(line);
    if (spec !== null) {
      const [, name = '', written = ''] = spec;
      const version = withoutPlatform(written);
      const key = `${name} ${version}`;
      const known = specs.get(key) ?? { name, version, isOwn: section === 'PATH', needs: new Set<string>() };
      specs.set(key, known);
      current = known.needs;
    } else if (need !== null && current !== undefined) current.add(need[1]!);
    else if (/^ {4}\S/.test(line)) badLines += 1;
  }
  const problems = badLines === 0 ? [] : [`has ${badLines} lines that are not of its format`];
  if (sections === 0 && text.trim() !== '') problems.push('is not a lock file');
  const keyByName = new Map([...specs].map(([key, { name }]) => [name, key]));
  const records = [...specs].map(([key, { name, version, isOwn, needs }]): LockRecord => ({
    key,
    name,
    version,
    ...(isOwn ? { isOwn } : {}),
    dependencies: [...needs].flatMap((needed) => keyByName.get(needed) ?? []),
  }));
  return { records, problems };
}

const sourceSections = new Set(['GEM', 'GIT', 'PATH', 'PLUGIN SOURCE']);
