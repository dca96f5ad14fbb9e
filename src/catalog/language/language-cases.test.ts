import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeMemoryTree, readMemoryLayer } from '../../../test/support/memory-tree.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type Package } from '../../model/package.ts';
import { catalogTree, type Catalog } from '../catalog-tree.ts';
import { normalizePythonName } from './python/python-name.ts';

/** What other projects' tests expect of files of one ecosystem: sets of names and versions, and development where a case says it. */
interface Suite {
  readonly ecosystem: EcosystemId;
  readonly folders: RegExp;
  readonly count: number;
  readonly normalize?: (name: string) => string;
  /** Where this project means something else, and why. */
  readonly exceptions: Readonly<Record<string, { readonly why: string; readonly expected: readonly string[] }>>;
}

const suites: readonly Suite[] = [
  {
    ecosystem: 'pypi',
    folders: /^(?:parsers|catalogers)\/python-/,
    count: 22,
    normalize: normalizePythonName,
    exceptions: {
      'parsers/python-pip-compatible-versions': {
        why: 'a lower bound is not the version that is installed; what is not pinned is an issue',
        expected: [],
      },
      'catalogers/python-setup.py': { why: 'setup.py is a program; its requirements are an issue until it has a lock file', expected: [] },
      'catalogers/python-malformed-record': { why: 'no installer writes a folder named dist-info', expected: [] },
      'parsers/python-uv-lockfile-without-root': {
        why: 'the packages are listed, and the missing project is an issue',
        expected: ['asyncio 3.4.3'],
      },
      'parsers/python-uv-multiple-roots': {
        why: 'the packages are listed, and the second project is an issue',
        expected: ['asyncio 3.4.3'],
      },
    },
  },
  {
    ecosystem: 'npm',
    folders: /^(?:parsers\/nodejs-(?:yarn|pnpm|bun)|catalogers\/javascript-TestParse(?:Yarn|Pnpm))/,
    count: 18,
    exceptions: {
      'parsers/nodejs-bun-multiple-workspaces': {
        why: 'a workspace is the project’s own code, not a dependency',
        expected: ['chalk 5.0.1', 'lodash 4.17.21'],
      },
      'parsers/nodejs-yarn-yarn-file-with-bad-protocol': {
        why: 'the entry has a name and a version, whatever its range says',
        expected: ['asap 2.0.6', 'jquery 3.4.1'],
      },
    },
  },
];

const root = join(import.meta.dirname, '../../../../shared/cases');

interface ExpectedCase {
  readonly error: boolean;
  readonly packages: readonly { readonly name: string; readonly version?: string | null; readonly dev?: boolean }[];
}

describe.skipIf(!existsSync(root)).each(suites)(
  '$ecosystem by others',
  ({ ecosystem, folders, count, normalize = (name) => name, exceptions }) => {
    const cases = ['parsers', 'catalogers']
      .flatMap((kind) => (existsSync(root) ? readdirSync(join(root, kind)).map((name) => `${kind}/${name}`) : []))
      .filter((folder) => folders.test(folder));

    it('are there', () => {
      expect(cases).toHaveLength(count);
      expect(Object.keys(exceptions).filter((folder) => !cases.includes(folder))).toEqual([]);
    });

    it.each(cases)('%s', (folder) => {
      const { packages, issues } = catalogCase(folder);
      const expected = JSON.parse(readFileSync(join(root, folder, 'expected.json'), 'utf8')) as ExpectedCase;
      const listed = new Set(expected.packages.map(({ name }) => normalize(name)));
      // Some leave development dependencies out; here they are marked.
      const found = packages.filter((one) => one.ecosystem === ecosystem && (one.isDevelopment !== true || listed.has(one.name)));
      const lines = expected.packages.map((one) => `${normalize(one.name)} ${one.version ?? ''}`);
      expect(found.map(lineOf).sort()).toEqual([...new Set(exceptions[folder]?.expected ?? lines)].sort());
      if (expected.error) expect(issues.map(({ code }) => code)).not.toEqual([]);
      for (const one of expected.packages) {
        const same = found.find(({ name, version }) => name === normalize(one.name) && version === one.version);
        if (one.dev !== undefined && same !== undefined) expect([one.name, same.isDevelopment === true]).toEqual([one.name, one.dev]);
      }
    });
  },
);

function lineOf({ name, version = '' }: Package): string {
  return `${name} ${version}`;
}

function catalogCase(folder: string): Catalog {
  return catalogTree(makeMemoryTree(readMemoryLayer(join(root, folder, 'rootfs'))), {
    now: new Date('2026-11-20T00:00:00Z'),
    isImage: false,
  });
}
