import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addOverlay } from '../../src/advisory/local/add-overlay.ts';
import { osvOverlay } from '../../src/advisory/source/osv/osv-source.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { memoryAdvisoryStore } from '../support/memory-advisory-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const runtime = quietRuntime();
const base = () => ({
  store: memoryAdvisoryStore([
    { id: 'GHSA-1', sourceId: 'osv-npm', aliases: [], covers: [], severities: [], references: [], affected: [{ ecosystem: 'npm', name: 'lodash', status: 'affected', ranges: [{ introduced: '0', fixed: '2' }], versions: [], fixState: 'fixed' }] },
  ]),
  issues: [],
}); // prettier-ignore

function record(id: string, ecosystem: string, name: string): string {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3' }] }];
  return JSON.stringify({
    schema_version: '1.6.0',
    id,
    modified: '2026-05-01T00:00:00Z',
    affected: [{ package: { ecosystem, name }, ranges }],
  });
}

describe('advisories of one’s own', () => {
  it('join those of the database, of any ecosystem, and cover none', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a.json'), record('ACME-1', 'npm', 'lodash'));
    writeFileSync(join(folder.path, 'b.json'), record('ACME-2', 'Debian:12', 'openssl'));
    const { store, issues } = await addOverlay(base(), folder.path, osvOverlay(), runtime);
    await using opened = store;
    const keys = [{ ecosystem: 'npm', name: 'lodash' }, { ecosystem: 'debian', release: '12', name: 'openssl' }] as const;
    const found = await opened.find(keys);
    expect(Array.from(found, ([key, facts]) => [key, facts.all().map(({ advisory }) => advisory.id)])).toEqual([
      ['npm/lodash', ['GHSA-1', 'ACME-1']],
      ['debian@12/openssl', ['ACME-2']],
    ]);
    expect([issues, opened.coverage('npm', undefined), opened.coverage('debian', '12'), opened.coverage('pypi', undefined)]).toEqual([
      [],
      'covered',
      'mentioned',
      'none',
    ]);
  }); // prettier-ignore

  it('change the digest, so that remembered results are not used', async () => {
    using folder = temporaryFolder();
    const digests = [];
    for (const name of ['lodash', 'express']) {
      writeFileSync(join(folder.path, 'a.json'), record('ACME-1', 'npm', name));
      const { store } = await addOverlay(base(), folder.path, osvOverlay(), runtime);
      digests.push(store.digest);
      await store[Symbol.asyncDispose]();
    }
    expect(new Set(digests).size).toBe(2);
  });

  it.each([
    ['a folder without records', {}],
    ['a record that is none', { 'a.json': '{"id":"ACME-1"}' }],
    ['a file that is not JSON', { 'a.json': 'ACME-1' }],
  ])('refuse %s', async (_, files) => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'own'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder.path, 'own', name), content);
    await expect(addOverlay(base(), join(folder.path, 'own'), osvOverlay(), runtime)).rejects.toMatchObject({ code: 'ADVISORIES_INVALID' });
  });

  it('refuse a folder that does not exist', async () => {
    await expect(addOverlay(base(), '/nowhere/at/all', osvOverlay(), runtime)).rejects.toMatchObject({ code: 'ADVISORIES_INVALID' });
  });
});
