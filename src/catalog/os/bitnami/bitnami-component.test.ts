import { expect, it } from 'vitest';
import { describeCataloger, runCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { bitnamiComponent } from './bitnami-component.ts';

const place = 'opt/bitnami/redis/.spdx-redis.spdx';
const list = 'opt/bitnami/.bitnami_components.json';
const purlOf = (name: string, version: string): object => ({
  referenceType: 'purl',
  referenceLocator: `pkg:bitnami/${name}@${version}?arch=amd64&distro=debian-12`,
});
const spdx = JSON.stringify({
  spdxVersion: 'SPDX-2.3',
  documentDescribes: ['SPDXRef-redis'],
  packages: [
    {
      SPDXID: 'SPDXRef-redis',
      name: 'redis',
      versionInfo: '7.4.2-0',
      licenseConcluded: 'RSALv2',
      externalRefs: [purlOf('redis', '7.4.2-0')],
    },
    {
      SPDXID: 'SPDXRef-gosu',
      name: 'gosu',
      versionInfo: '1.17.0',
      licenseConcluded: 'NOASSERTION',
      externalRefs: [purlOf('gosu', '1.17.0')],
    },
  ],
});
const components = JSON.stringify({ redis: { arch: 'amd64', distro: 'debian-12', type: 'NAMI', version: '7.4.2-0' } });

describeCataloger(bitnamiComponent, { [place]: spdx, [list]: components });

function catalog(files: MemoryLayer): readonly unknown[] {
  const { packages } = catalogTree(makeMemoryTree(files), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
  return packages.map(({ purl, evidence, licenses, ownedBy, locations }) => [
    purl,
    evidence,
    licenses,
    ownedBy?.split(' ')[1],
    locations[0]!.path,
  ]);
}

it('lists the component that a document describes once; what it names besides is claimed', () => {
  const found = catalog({
    [place]: spdx,
    [list]: components,
    'opt/bitnami/redis/lib/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}',
    'opt/bitnami/redis/lib/node_modules/a/index.js': '',
  });
  expect(found).toEqual([
    ['pkg:bitnami/gosu@1.17.0?arch=amd64&distro=debian-12', 'claimed', [], place, place],
    ['pkg:bitnami/redis@7.4.2-0?arch=amd64&distro=debian-12', 'file', ['RSALv2'], undefined, place],
    ['pkg:npm/a@1.0.0', 'file', [], place, 'opt/bitnami/redis/lib/node_modules/a/package.json'],
  ]);
});

it('takes the list of older images, and only claims a component whose folder is gone', () => {
  expect(catalog({ [list]: components, 'opt/bitnami/redis/bin/redis-cli.sh': '' })).toEqual([
    ['pkg:bitnami/redis@7.4.2-0?arch=amd64&distro=debian-12', 'file', [], undefined, list],
  ]);
  expect(catalog({ [list]: components })).toEqual([
    ['pkg:bitnami/redis@7.4.2-0?arch=amd64&distro=debian-12', 'claimed', [], undefined, list],
  ]);
});

it.each([
  [place, 'SPDXVersion: SPDX-2.3\n', ['PACKAGE_RECORD_INVALID']],
  [place, '{"id":"x"}', ['PACKAGE_RECORD_INVALID']],
  [list, '[]', ['PACKAGE_RECORD_INVALID']],
  [list, '{"redis":{}}', ['PACKAGE_RECORD_INVALID']],
  [place, '{"spdxVersion":"SPDX-2.3","packages":[{"SPDXID":null}],"documentDescribes":[null]}', []],
])('is an issue, or nothing: %s %j', (path, text, codes) => {
  expect(runCataloger(bitnamiComponent, path, Buffer.from(text)).issues.map(({ code }) => code)).toEqual(codes);
});
