import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

interface Cruiser {
  readonly forbidden: readonly { readonly name: string; readonly to: { readonly pathNot?: readonly string[] } }[];
}

describe('import rules', () => {
  it('is the same in ARCHITECTURE.md and in what the check enforces', async () => {
    const { default: cruiser } = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as { default: Cruiser };
    expect(enforced(cruiser)).toEqual(documented());
  });

  it('lists every folder of src', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).filter((name) => !documented().has(name))).toEqual(['cli']);
  });

  it('has a line of explanation for each bundled library', () => {
    const page = readFileSync(join(root, 'docs/reference/dependencies.md'), 'utf8');
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
    expect(Object.keys(devDependencies).filter((name) => !page.includes(`| ${name} |`))).toEqual([]);
  });
});

/** Every path that ARCHITECTURE.md's tree marks as there is there. */
describe('the tree in ARCHITECTURE.md', () => {
  const tree =
    readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
      .split('```')
      .find((block) => block.includes('├─ src/')) ?? '';
  const marked = [...tree.matchAll(/^│ {2}[├└]─ (\w+)\/ +(●)?/gm)].map(([, name = '', mark]) => ({ name, isThere: mark === '●' }));

  it('marks exactly the folders that exist', () => {
    expect(marked.length).toBeGreaterThan(10);
    expect(marked.filter(({ name, isThere }) => existsSync(join(root, 'src', name)) !== isThere)).toEqual([]);
  });
});

function enforced(cruiser: Cruiser): ReadonlyMap<string, readonly string[]> {
  const rules = cruiser.forbidden.filter(({ name }) => name.endsWith('-imports') && name !== 'no-test-imports');
  return new Map(
    rules.map(({ name, to }) => {
      const folder = name.replace(/-imports$/, '');
      const allowed = (to.pathNot ?? []).map((path) => path.replace(/^\^src\/|\/$/g, '')).filter((other) => other !== folder);
      return [folder, allowed.sort()];
    }),
  );
}

/** The rows of the table between its head and the first row that is about more than one folder of src. */
function documented(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const rows = (text.split('| folder | may import |')[1] ?? '').split('\n\n')[0] ?? '';
  const map = new Map<string, readonly string[]>();
  for (const [, folders = '', allowed = ''] of rows.matchAll(/^\| ([a-z, ]+) \| ([a-z, ]+) \|$/gm)) {
    if (['cli', 'web'].includes(folders) || folders.startsWith('inside ')) continue;
    for (const folder of folders.split(', ')) map.set(folder, allowed === 'nothing' ? [] : allowed.split(', ').sort());
  }
  for (const [, parent = '', order = ''] of rows.matchAll(/^\| inside (\w+) \| (.+) \|$/gm))
    for (const [folder, allowed] of insideFolder(parent, order)) map.set(folder, allowed);
  return map;
}

/** `crypto ← dsse, tuf`: the folders on the right may import those on the left. A folder on no right side may import none. */
function insideFolder(parent: string, order: string): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const [left = '', right = ''] of order.split('; ').map((part) => part.split(' ← '))) {
    const allowed = left.split(', ').map((name) => `${parent}/${name}`);
    for (const name of allowed) if (!map.has(name)) map.set(name, []);
    for (const name of right.split(', ')) map.set(`${parent}/${name}`, [...allowed].sort());
  }
  return map;
}
