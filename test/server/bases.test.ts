import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasDockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { buildImage, type BuiltImage } from '../support/image-builder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildNpmDatabase, npmPackage, pushImages } from './support/npm-image.ts';
import { describeOnBoth, startServer } from './support/running-server.ts';

const baseLayer = (version: string) => ({ files: npmPackage('left', version, 'usr'), createdBy: `RUN install left ${version}` });
const built = (name: string): BuiltImage =>
  buildImage({
    layers: [
      baseLayer('1.0.0'),
      { files: npmPackage(name, '1.0.0'), createdBy: `COPY ${name} /app`, comment: 'FROM registry.example/team/base:1' },
    ],
  });

describeOnBoth('base images', (place) => {
  it.skipIf(!hasDockerRegistry)('are listed with the images built on them, and with what their tag points to now', async () => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    await buildNpmDatabase(database, [{ id: 'GHSA-1', name: 'left', fixed: '2.0.0' }]);
    await using registry = await startDockerRegistry();
    await using server = await startServer({ database: await place(), scan: { database } });
    const scan = async (tag: string, image: BuiltImage): Promise<void> => {
      await pushImages(registry, tag, image);
      await server.ended((await server.ask('POST', '/api/v1/images', { reference: `${registry.host}/${tag}` })).body.job);
    };
    const base = buildImage({ layers: [baseLayer('1.0.0')] });
    await scan('team/one:1', built('one'));
    await scan('team/two:1', built('two'));
    await scan('team/other:1', buildImage({ layers: [{ files: npmPackage('other', '1.0.0') }] }));
    const layer = base.layers[0]!.diffId;
    const found = { layer, images: 2, createdBy: 'RUN install left 1.0.0' };
    expect((await server.ask('GET', '/api/v1/bases')).body).toEqual({ items: [found] });

    await scan('team/base:1', base);
    const image = { digest: base.manifestDigest, name: `${registry.host}/team/base:1`, counts: { critical: 1 } };
    expect((await server.ask('GET', '/api/v1/bases')).body).toMatchObject({ items: [{ ...found, image }] });

    const newer = buildImage({ layers: [baseLayer('2.0.0')] });
    await scan('team/base:1', newer);
    const { body } = await server.ask('GET', '/api/v1/bases');
    expect(body).toMatchObject({
      items: [{ ...found, image, newer: { tag: `${registry.host}/team/base:1`, digest: newer.manifestDigest, counts: { critical: 0 } } }],
    });
    const users = await server.ask('GET', `/api/v1/images?order=name&base=${encodeURIComponent(layer)}`);
    expect(users.body.items.map(({ name }: { name: string }) => name)).toEqual(
      ['one', 'two'].map((name) => `${registry.host}/team/${name}:1`),
    );
  });
});
