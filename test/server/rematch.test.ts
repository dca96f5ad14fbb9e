import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildNpmDatabase, npmImage, pushImages, type MadeAdvisory } from './support/npm-image.ts';
import { describeOnBoth, startServer } from './support/running-server.ts';

const left: MadeAdvisory = { id: 'GHSA-1', name: 'left', fixed: '2.0.0', severity: 'LOW' };
const right: MadeAdvisory = { id: 'GHSA-2', name: 'right', fixed: '3.0.0' };

describeOnBoth('advisories that change', (place) => {
  it.skipIf(!hasDockerRegistry)('turn an old image red without its registry, and green again', async () => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [left]);
    const registry = await startDockerRegistry();
    const base = ['right@1.0.0', 'left@1.0.0'];
    const images = [npmImage(base), npmImage(base, ['right@3.0.0']), npmImage(['fine@1.0.0'])];
    await using server = await startServer({ database: await place(), scan: { database } });
    for (const [at, image] of images.entries()) {
      await pushImages(registry, `team/app:${at}`, image);
      await server.ended((await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/team/app:${at}` })).body.job);
    }
    await registry[Symbol.asyncDispose]();
    const verdicts = async (): Promise<unknown> => {
      const { body } = await server.ask('GET', '/api/v1/images?order=name');
      return body.items.map(({ verdict, counts }: { verdict: string; counts: { critical: number; low: number; urgent: number } }) => [
        verdict,
        counts.critical,
        counts.low,
        counts.urgent,
      ]);
    };
    const rematch = async (): Promise<void> => {
      await server.ended((await server.ask('POST', '/api/v1/advisories/update')).body.job);
      const { body } = await server.ask('GET', '/api/v1/jobs?kind=rematch&limit=1');
      expect(await server.ended(body.items[0].id)).toMatchObject({ state: 'completed' });
    };
    await rematch();
    expect(await verdicts()).toEqual([['pass', 0, 1, 0], ['pass', 0, 1, 0], ['pass', 0, 0, 0]]); // prettier-ignore

    await buildNpmDatabase(database, [left, right]);
    await rematch();
    expect(await verdicts()).toEqual([['fail', 1, 1, 1], ['fail', 1, 1, 1], ['pass', 0, 0, 0]]); // prettier-ignore
    const affected = await server.ask('GET', '/api/v1/vulnerabilities/CVE-2026-10002/images');
    expect([
      affected.body.total,
      affected.body.items.map(({ digest, matches }: { digest: string; matches: unknown }) => [digest, matches]),
    ]).toEqual([
      2,
      [images[1], images[0]].map((image) => [image!.manifestDigest, [{ name: 'right', version: '1.0.0', fixedVersion: '3.0.0' }]]),
    ]);
    expect((await server.ask('GET', '/api/v1/vulnerabilities/CVE-2026-10002')).body).toMatchObject({
      title: 'right is wrong',
      images: 2,
      packages: [{ name: 'right', version: '1.0.0', images: 2, fixedVersion: '3.0.0' }],
    });
    expect((await server.ask('GET', '/api/v1/packages/images?ecosystem=npm&name=right&below=2.0.0')).body).toMatchObject({ total: 2 });
    expect((await server.ask('GET', '/api/v1/packages/images?ecosystem=npm&name=right&from=2.0.0')).body).toMatchObject({
      total: 1,
      items: [{ digest: images[1]!.manifestDigest }],
    });
    const { body: failing } = await server.ask('GET', `/api/v1/images/${images[0]!.manifestDigest}`);
    expect(failing.statements).toEqual([
      { text: '1 finding of severity critical or high with a fix', isMet: false },
      { text: 'no findings known to be exploited', isMet: true },
    ]);

    await buildNpmDatabase(database, [left]);
    await rematch();
    expect(await verdicts()).toEqual([['pass', 0, 1, 0], ['pass', 0, 1, 0], ['pass', 0, 0, 0]]); // prettier-ignore
    expect((await server.ask('GET', '/api/v1/vulnerabilities/CVE-2026-10002/images')).body).toMatchObject({ total: 0, items: [] });
    const events = await server.server.context.db.selectFrom('event').select(['kind', 'body']).orderBy('id').execute();
    expect(events.map(({ kind }) => kind)).toEqual(['finding-introduced', 'policy-broken', 'policy-broken', 'policy-met', 'policy-met']);
    expect(events[0]!.body).toMatchObject({
      vulnerability: 'CVE-2026-10002',
      images: 2,
      package: { name: 'right', version: '1.0.0' },
      trigger: 'advisories',
    });
  });
});
