import { expect, it } from 'vitest';
import { makeMemoryTree } from '../../../test/support/memory-tree.ts';
import { catalogTree } from '../catalog-tree.ts';

it.each([
  ['10.0.20348.2113', 'Windows Server 2022 10.0.20348.2113'],
  ['10.0.99999.1', 'Windows 10.0.99999.1'],
  [undefined, 'Windows'],
])('names the base of a Windows image by its version: %s', (osVersion, prettyName) => {
  const platform = { os: 'windows', architecture: 'amd64', ...(osVersion === undefined ? {} : { osVersion }) };
  const tree = makeMemoryTree({
    'Files/app/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}',
    'Files/app/node_modules/a/a.js': '',
  });
  const { distribution, issues, packages } = catalogTree(tree, { now: new Date('2026-11-20T00:00:00Z'), isImage: true, platform });
  expect(distribution).toEqual({ id: 'windows', ...(osVersion === undefined ? {} : { versionId: osVersion }), prettyName, path: 'config' });
  expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual([
    `ADVISORIES_MISSING no advisories for ${prettyName}: its updates were not scanned`,
  ]);
  expect(packages.map(({ purl }) => purl)).toEqual(['pkg:npm/a@1.0.0']);
});
