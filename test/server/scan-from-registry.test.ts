import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildNpmDatabase, npmImage, pushImages } from './support/npm-image.ts';
import { describeOnBoth, startServer } from './support/running-server.ts';

describeOnBoth('an image of a registry', (place) => {
  it.skipIf(!hasDockerRegistry)('is scanned by a job, stored by layer, and read back', async () => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [
      { id: 'GHSA-1', name: 'left', fixed: '2.0.0' },
      { id: 'GHSA-2', name: 'right', fixed: '3.0.0', severity: 'LOW' },
    ]);
    await using registry = await startDockerRegistry();
    const image = npmImage(['left@1.0.0'], ['right@1.0.0', 'fine@1.0.0']);
    await pushImages(registry, 'team/app:1', image);
    await using server = await startServer({ database: await place(), scan: { database } });

    const submitted = await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/team/app:1` });
    expect(submitted).toMatchObject({ status: 202, body: { state: 'created' } });
    const job = await server.ended(submitted.body.job);
    expect(job).toMatchObject({
      kind: 'scan',
      subject: `${registry.host}/team/app:1`,
      state: 'completed',
      attempt: 1,
      output: { digest: image.manifestDigest, images: [image.manifestDigest] },
    });

    const list = await server.ask('GET', '/api/v1/images');
    expect(list.body.items).toMatchObject([
      {
        project: 'default',
        digest: image.manifestDigest,
        name: `${registry.host}/team/app:1`,
        tags: [`${registry.host}/team/app:1`],
        platform: 'linux/amd64',
        verdict: 'fail',
        counts: { critical: 1, high: 0, medium: 0, low: 1, negligible: 0, unknown: 0, fixable: 2, urgent: 1, exploited: 0 },
        packages: 3,
      },
    ]);
    const read = await server.ask('GET', `/api/v1/images/${image.manifestDigest}`);
    expect(read.body.layers).toMatchObject([
      { position: 0, diffId: image.layers[0]!.diffId, createdBy: 'COPY layer0 /layer0', packages: 1, counts: { critical: 1, low: 0 } },
      { position: 1, diffId: image.layers[1]!.diffId, createdBy: 'COPY layer1 /layer1', packages: 2, counts: { critical: 0, low: 1 } },
    ]);
    const findings = await server.ask('GET', `/api/v1/images/${image.manifestDigest}/findings?kind=vulnerability`);
    expect(findings.body.items).toMatchObject([
      {
        id: 'CVE-2026-10001',
        severity: 'critical',
        lane: 'fix-now',
        package: { name: 'left', version: '1.0.0' },
        fixedVersion: '2.0.0',
        layer: 0,
        paths: ['layer0/node_modules/left/package.json'],
      },
      {
        id: 'CVE-2026-10002',
        severity: 'low',
        lane: 'fix-now',
        package: { name: 'right', version: '1.0.0' },
        fixedVersion: '3.0.0',
        layer: 1,
      },
    ]);
  });

  it.skipIf(!hasDockerRegistry)('keeps its last result when a rescan fails, and says why', async () => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [{ id: 'GHSA-1', name: 'left', fixed: '2.0.0' }]);
    const registry = await startDockerRegistry();
    const image = npmImage(['left@1.0.0']);
    await pushImages(registry, 'team/app:1', image);
    await using server = await startServer({ database: await place(), scan: { database } });
    const reference = `${registry.host}/team/app:1`;
    const first = await server.ask('POST', '/api/v1/images', { reference });
    await server.ended(first.body.job);
    const before = (await server.ask('GET', `/api/v1/images/${image.manifestDigest}`)).body;

    const missing = await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/team/app:none` });
    expect(await server.ended(missing.body.job)).toMatchObject({ state: 'failed', attempt: 1, output: { code: 'TARGET_NOT_FOUND' } });
    await registry[Symbol.asyncDispose]();
    const again = await server.ask('POST', '/api/v1/images', { reference });
    await server.server.context.queue.cancel('scan', [again.body.job]);
    expect(await server.ended(again.body.job)).toMatchObject({ state: 'cancelled' });
    const { rescan, ...after } = (await server.ask('GET', `/api/v1/images/${image.manifestDigest}`)).body;
    expect(after).toEqual(before);
    expect(rescan).toMatchObject({ state: 'cancelled', job: again.body.job });
  });
});
