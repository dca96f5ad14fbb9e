import { type FileCataloger } from '../../cataloger.ts';
import { besideByName } from '../beside-by-name.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';
import { textOf } from '../text-of.ts';
import { readLuaLiterals, type LuaValue } from './read-lua-literals.ts';

/**
 * Rockspecs: github.com/luarocks/luarocks, "Rockspec format". In a tree of rocks, `rocks-5.1/NAME/VERSION/`, it is that of an installed package, anywhere else the
 * project's own.
 */
export const rockspec: FileCataloger = manifestCataloger({
  id: 'rockspec',
  ecosystems: ['luarocks'],
  details: ['dependencies', 'licenses'],
  files: { suffixes: ['.rockspec'] },
  read: (content, { path }, { tree }) => {
    const spec = readLuaLiterals(textOf(content));
    const [name, version] = [spec.get('package'), spec.get('version')];
    if (typeof name !== 'string' || name === '' || typeof version !== 'string' || version === '') return 'has no package and version';
    const license = fieldOf(spec.get('description'), 'license');
    const found = { name, version, licenses: typeof license === 'string' ? [license === 'MIT/X11' ? 'MIT' : license] : [] };
    if (!rockPath.test(path)) return { ...found, isOwn: true, evidence: 'declared' };
    const needs = namesIn(spec.get('dependencies'));
    return { ...found, ...(needs.length === 0 ? {} : { resolveDependencies: (idAt) => rocks.resolve(tree, path, needs, idAt) }) };
  },
});

const rockPath = /^(?<folder>.*\/rocks(?:-[\d.]+)?|rocks(?:-[\d.]+)?)\/(?<name>[^/]+)\/[^/]+\/[^/]+\.rockspec$/;
const rocks = besideByName(() => rockspec.files, rockPath);

function fieldOf(value: LuaValue | undefined, name: string): LuaValue | undefined {
  return typeof value === 'object' ? value.fields.get(name) : undefined;
}

/** `lpeg >= 1.0`; Lua itself is no rock. Folders of rocks are in lower case. */
function namesIn(value: LuaValue | undefined): readonly string[] {
  const items = typeof value === 'object' ? value.items : [];
  return items
    .flatMap((item) => (typeof item === 'string' ? [item.replace(/[\s<>=~].*$/s, '').toLowerCase()] : []))
    .filter((name) => name !== 'lua');
}
