import { describe, expect, it } from 'vitest';
import { describeCataloger, runCataloger } from '../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../test/support/memory-tree.ts';
import { catalogTree } from '../catalog-tree.ts';
import { embeddedSbom } from './embedded-sbom.ts';

const cycloneDx = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  components: [
    {
      type: 'library',
      name: 'node',
      components: [{ name: '@types/node', purl: 'pkg:npm/%40types/node@20.0.0', licenses: [{ license: { id: 'MIT' } }] }],
    },
    { type: 'library', name: 'musl', purl: 'pkg:apk/alpine/musl@1.2.5' },
    { type: 'library', name: 'x', purl: 'no purl' },
  ],
});
const spdx = JSON.stringify({
  spdxVersion: 'SPDX-2.3',
  packages: [
    {
      SPDXID: 'a',
      licenseConcluded: 'Apache-2.0',
      externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:golang/github.com/a/b@v1.0.0' }],
    },
    { SPDXID: 'b', licenseDeclared: 'NONE', externalRefs: [{ referenceType: 'cpe23Type', referenceLocator: 'cpe:x' }] },
  ],
});
const syft = JSON.stringify({
  schema: { version: '16.0.0' },
  artifacts: [{ name: 'slf4j-api', purl: 'pkg:maven/org.slf4j/slf4j-api@2.0.9' }, { name: 'y' }],
});

describeCataloger(embeddedSbom, {
  'layers/sbom/launch/paketo/sbom.cdx.json': cycloneDx,
  'app/app.spdx.json': spdx,
  'app/sbom.syft.json': syft,
});

function list(files: MemoryLayer, isImage = true): readonly unknown[] {
  const { packages } = catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage });
  return packages.map(({ purl, name, evidence, licenses, locations }) => [purl, name, evidence, licenses, locations[0]!.path]);
}

describe('SBOM documents in an image', () => {
  it('only claim what they list', () => {
    expect(list({ 'a/sbom.cdx.json': cycloneDx, 'b/x.spdx': spdx, 'c/sbom.syft.json': syft })).toEqual([
      ['pkg:golang/github.com/a/b@v1.0.0', 'github.com/a/b', 'claimed', ['Apache-2.0'], 'b/x.spdx'],
      ['pkg:maven/org.slf4j/slf4j-api@2.0.9', 'org.slf4j:slf4j-api', 'claimed', [], 'c/sbom.syft.json'],
      ['pkg:npm/%40types/node@20.0.0', '@types/node', 'claimed', ['MIT'], 'a/sbom.cdx.json'],
    ]);
  });

  it('give way to the installed package', () => {
    const installed = {
      'app/node_modules/@types/node/package.json': '{"name":"@types/node","version":"20.0.0"}',
      'app/node_modules/@types/node/index.js': '',
    };
    expect(list({ 'a/sbom.cdx.json': cycloneDx, ...installed })).toEqual([
      ['pkg:npm/%40types/node@20.0.0', '@types/node', 'file', [], 'app/node_modules/@types/node/package.json'],
    ]);
  });

  it.each([
    '',
    '[]',
    '{}',
    'SPDXVersion: SPDX-2.3',
    '{"bomFormat":"CycloneDX","components":7}',
    '{"artifacts":[{"purl":"pkg:npm/a@1"}]}',
    '{"components":['.repeat(20_000),
  ])('claim nothing where they are no SBOM: %j', (text) => {
    expect(runCataloger(embeddedSbom, 'sbom.json', Buffer.from(text))).toEqual({ packages: [], issues: [] });
  });
});
