import { createHash } from 'node:crypto';
import { sampleLayers } from './sample-layers.ts';
import { writeTar } from './tar-writer.ts';

const created = '2023-11-14T22:13:20Z';

/** The sample image as a docker-archive, as `docker save` writes it (moby, image/tarexport); the same bytes every time. */
export function sampleImage(): Buffer {
  const described = sampleLayers();
  const layers = described.flatMap(({ files }) => (files === undefined ? [] : [writeTar(files)]));
  const diffIds = layers.map(sha256);
  const config = JSON.stringify({
    created,
    architecture: 'amd64',
    os: 'linux',
    config: {
      Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'DB_PASSWORD=hunter2-not-real'],
      Cmd: ['node', 'server.js'],
      WorkingDir: '/app',
      ExposedPorts: { '22/tcp': {}, '8080/tcp': {} },
    },
    rootfs: { type: 'layers', diff_ids: diffIds.map((hex) => `sha256:${hex}`) },
    history: described.map(({ createdBy, files }) => ({
      created,
      created_by: createdBy,
      ...(files === undefined ? { empty_layer: true } : {}),
    })),
  });
  const configName = `${sha256(Buffer.from(config))}.json`;
  const names = diffIds.map((hex) => `${hex}/layer.tar`);
  const manifest = [{ Config: configName, RepoTags: ['pratique/sample:1'], Layers: names }];
  return writeTar([
    ...layers.map((content, index) => ({ path: names[index] ?? '', content })),
    { path: configName, content: config },
    { path: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
