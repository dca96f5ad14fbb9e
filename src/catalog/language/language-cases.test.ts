import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { casesRoot } from '../../../test/cases/case-suite.ts';
import { languageSuites } from '../../../test/cases/languages.ts';
import { describeCases } from '../../../test/support/describe-cases.ts';
import { makeMemoryTree, readMemoryLayer } from '../../../test/support/memory-tree.ts';
import { type Catalog } from '../catalog-tree.ts';
import { prepareAndCatalog } from '../prepare-and-catalog.ts';

interface ExpectedCase {
  readonly error: boolean;
  readonly packages: readonly { readonly name: string; readonly version?: string | null; readonly dev?: boolean }[];
}

for (const suite of languageSuites) {
  const { ecosystem, others = [], folders, count, normalize = (name: string) => name, exceptions } = suite;
  describeCases(suite, () => {
    const cases = ['parsers', 'catalogers']
      .flatMap((kind) => (existsSync(casesRoot) ? readdirSync(join(casesRoot, kind)).map((name) => `${kind}/${name}`) : []))
      .filter((folder) => folders.test(folder));

    it('are there', () => {
      expect(cases).toHaveLength(count);
      expect(Object.keys(exceptions).filter((folder) => !cases.includes(folder))).toEqual([]);
    });

    it.each(cases)('%s', async (folder) => {
      const { packages, issues } = await catalogCase(folder);
      const expected = JSON.parse(readFileSync(join(casesRoot, folder, 'expected.json'), 'utf8')) as ExpectedCase;
      const listed = new Set(expected.packages.map(({ name }) => normalize(name)));
      // Some leave out what is for development, or the project itself; here both are marked.
      const found = packages.filter(
        (one) =>
          (one.ecosystem === ecosystem || others.includes(one.ecosystem)) &&
          ((one.isDevelopment !== true && one.isOwn !== true) || listed.has(normalize(one.name))),
      );
      const lines = expected.packages.map((one) => `${normalize(one.name)} ${one.version ?? ''}`);
      expect([...new Set(found.map((one) => `${normalize(one.name)} ${one.version ?? ''}`))].sort()).toEqual(
        [...new Set(exceptions[folder]?.expected ?? lines)].sort(),
      );
      if (expected.error) expect(issues.map(({ code }) => code)).not.toEqual([]);
      for (const one of expected.packages) {
        const same = found.find(({ name, version }) => normalize(name) === normalize(one.name) && version === one.version);
        if (one.dev !== undefined && same !== undefined) expect([one.name, same.isDevelopment === true]).toEqual([one.name, one.dev]);
      }
    });
  });
}

async function catalogCase(folder: string): Promise<Catalog> {
  const tree = makeMemoryTree(readMemoryLayer(join(casesRoot, folder, 'rootfs')));
  const { catalog } = await prepareAndCatalog(tree, {
    now: new Date('2026-11-20T00:00:00Z'),
    isImage: false,
  });
  return catalog;
}
