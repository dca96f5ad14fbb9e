import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  isFactCataloger,
  isFileCataloger,
  type Cataloger,
  type Catalogued,
  type CataloguedPackage,
  type PackageDetail,
} from '../../src/catalog/cataloger.ts';
import { catalogers } from '../../src/catalog/catalogers.ts';
import { makeSelectorIndex } from '../../src/model/selector-index.ts';
import { sampled } from './is-slow-run.ts';
import { makeMemoryTree } from './memory-tree.ts';

/** What every cataloger's test calls: it is in the list, reads a valid file of each of its forms, and survives damage to it. */
export function describeCataloger(cataloger: Cataloger, samples: Readonly<Record<string, Buffer | string>>): void {
  const files = Object.entries(samples).map(([path, content]) => [path, Buffer.from(content)] as const);

  beforeAll(async () => {
    if (isFileCataloger(cataloger)) await cataloger.prepare?.();
  });

  describe(`${cataloger.id}, as every cataloger`, () => {
    it('is in the list', () => {
      expect(catalogers).toContain(cataloger);
    });

    it.each(files)('reads %s', (path, content) => {
      if (isFileCataloger(cataloger)) expect(makeSelectorIndex([cataloger.files]).find(path)).toEqual([0]);
      const { packages, issues } = runCataloger(cataloger, path, content);
      expect(issues).toEqual([]);
      expect(packages.length).toBeGreaterThan(0);
      for (const one of packages) {
        expect(cataloger.ecosystems).toContain(one.ecosystem);
        for (const detail of detailsOf(one)) expect(cataloger.details).toContain(detail);
        expect(one.id).toBe(`${one.purl} ${path}`);
        expect(one.locations).toEqual([{ path, layerIndex: 0 }]);
      }
    });

    it.each(files)('stands every cut of %s', (path, content) => {
      const step = Math.max(1, Math.floor(content.length / sampled(400)));
      for (let length = 0; length < content.length; length += step)
        expect(() => runCataloger(cataloger, path, content.subarray(0, length))).not.toThrow();
    });

    it.each(files)('stands damage to %s', (path, content) => {
      const byte = fc.oneof(fc.constantFrom(0, 0x0a, 0x20, 0x3a, 0x7f, 0x80, 0xff), fc.nat(255));
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(content.length - 1), byte), { minLength: 1, maxLength: 8 }), (changes) => {
          const damaged = Buffer.from(content);
          for (const [at, value] of changes) damaged[at] = value;
          for (const one of runCataloger(cataloger, path, damaged).packages) expect(one.name).not.toBe('');
        }),
        { numRuns: sampled(300), seed: 7 },
      );
    });

    it('stands bytes of any kind', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
          for (const [path] of files) runCataloger(cataloger, path, Buffer.from(bytes));
        }),
        { numRuns: sampled(200), seed: 7 },
      );
    });
  });
}

function detailsOf({
  dependencies,
  resolveDependencies,
  isDevelopment,
  ownedPaths,
  licenses,
}: CataloguedPackage): readonly PackageDetail[] {
  const states: readonly (readonly [PackageDetail, boolean])[] = [
    ['dependencies', dependencies.length > 0 || resolveDependencies !== undefined],
    ['development', isDevelopment !== undefined],
    ['files', ownedPaths !== undefined],
    ['licenses', licenses.length > 0],
  ];
  return states.filter(([, isStated]) => isStated).map(([detail]) => detail);
}

/** One file of a tree that has nothing else; everything lazy is made, too. */
export function runCataloger(cataloger: Cataloger, path: string, content: Buffer): Catalogued {
  const found = catalogOne(cataloger, path, content);
  for (const one of found.packages) {
    one.resolveDependencies?.(() => undefined);
    for (const owned of one.ownedPaths?.() ?? []) expect(typeof owned).toBe('string');
  }
  return found;
}

function catalogOne(cataloger: Cataloger, path: string, content: Buffer): Catalogued {
  const tree = makeMemoryTree({ [path]: content });
  if (isFileCataloger(cataloger)) return cataloger.catalog(tree.get(path)!, content, { tree });
  if (!isFactCataloger(cataloger)) return cataloger.catalogChild(tree.get(path)!, { tree });
  const [fact] = tree.facts(cataloger.inspector.id);
  return fact === undefined ? { packages: [], issues: [] } : cataloger.catalogFact(fact.entry, fact.value, { tree });
}
