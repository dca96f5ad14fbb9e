import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildNpmDatabase, npmImage, pushImages } from './support/npm-image.ts';
import { describeOnBoth, startServer } from './support/running-server.ts';

interface Item {
  readonly change: string;
  readonly id: string;
  readonly package: { readonly version: string };
}

describeOnBoth('two images compared', (place) => {
  it.skipIf(!hasDockerRegistry)('differ by the findings and packages that were introduced, fixed or kept', async () => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [
      { id: 'GHSA-1', name: 'left', fixed: '2.0.0' },
      { id: 'GHSA-2', name: 'right', fixed: '3.0.0', severity: 'LOW' },
      { id: 'GHSA-3', name: 'far', fixed: '9.0.0', severity: 'HIGH' },
    ]);
    await using registry = await startDockerRegistry();
    await using server = await startServer({ database: await place(), scan: { database } });
    // The package that both have lies in another layer of the second.
    const images = [
      npmImage(['left@1.0.0'], ['far@1.0.0', 'same@1.0.0']),
      npmImage(['far@1.0.0', 'same@1.0.0'], ['left@2.0.0', 'right@1.0.0']),
    ];
    for (const [at, image] of images.entries()) {
      await pushImages(registry, `team/app:${at}`, image);
      await server.ended((await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/team/app:${at}` })).body.job);
    }
    const [first, second] = images.map(({ manifestDigest }) => manifestDigest);
    const path = `/api/v1/images/${first}/comparison/${second}`;
    expect((await server.ask('GET', path)).body).toMatchObject({
      from: { digest: first },
      to: { digest: second },
      counts: [
        { change: 'introduced', severity: 'low', findings: 1 },
        { change: 'fixed', severity: 'critical', findings: 1 },
        { change: 'kept', severity: 'high', findings: 1 },
        // Of the images' configuration.
        { change: 'kept', severity: 'low', findings: 1 },
        { change: 'kept', severity: 'negligible', findings: 2 },
      ],
      packages: [
        { ecosystem: 'npm', name: 'left', from: ['1.0.0'], to: ['2.0.0'] },
        { ecosystem: 'npm', name: 'right', from: [], to: ['1.0.0'] },
      ],
      packagesInAll: 2,
    });
    const items: Item[] = [];
    for (let cursor = ''; ;) {
      const { body } = await server.ask('GET', `${path}/findings?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      items.push(...(body.items as Item[]));
      if (body.next === undefined) break;
      cursor = encodeURIComponent(body.next as string);
    }
    expect(items.slice(0, 3).map(({ change, id, package: { version } }) => [change, id, version])).toEqual([
      ['introduced', 'CVE-2026-10002', '1.0.0'],
      ['fixed', 'CVE-2026-10001', '1.0.0'],
      ['kept', 'CVE-2026-10003', '1.0.0'],
    ]);
    expect(new Set(items.map(({ change, id }) => `${change} ${id}`)).size).toBe(6);
    expect((await server.ask('GET', `${path}/findings?change=fixed`)).body.items).toHaveLength(1);
    expect((await server.ask('GET', `/api/v1/images/${first}/comparison/${first}`)).body).toMatchObject({ packages: [], packagesInAll: 0 });
    expect((await server.ask('GET', `/api/v1/images/${first}/comparison/sha256:${'0'.repeat(64)}`)).status).toBe(404);
  });
});
