import { describe, expect, it } from 'vitest';
import { appendToConfig, appendToManifest, replaceInIndex } from './append-layer.ts';

const layer = { digest: 'sha256:3', size: 30, diffId: 'sha256:d3' };
const history = { createdBy: 'RUN apt-get …', created: '2026-12-01T00:00:00.000Z' };

describe('an image with one more layer', () => {
  it('keeps everything of its configuration, what is not known too', () => {
    const config = { architecture: 'arm64', 'x.own': [1], config: { User: '7', Labels: { a: 'b' } }, rootfs: { type: 'layers', diff_ids: ['sha256:d1'] }, history: [{ created_by: 'ADD' }] };
    expect(appendToConfig(config, layer, history)).toEqual({
      ...config,
      created: history.created,
      rootfs: { type: 'layers', diff_ids: ['sha256:d1', 'sha256:d3'] },
      history: [{ created_by: 'ADD' }, { created: history.created, created_by: 'RUN apt-get …', comment: 'pratique patch' }],
    });
  }); // prettier-ignore

  it('keeps the layers and annotations of its manifest, and the media types of its kind', () => {
    const manifest = { schemaVersion: 2, config: { mediaType: 'c', digest: 'sha256:1', size: 1 }, layers: [{ mediaType: 'zstd', digest: 'sha256:2', size: 2 }], annotations: { a: 'b' } };
    const changed = { ...manifest, config: { mediaType: 'c', digest: 'sha256:9', size: 9 } };
    expect(appendToManifest(manifest, layer, { digest: 'sha256:9', size: 9 })).toEqual({
      ...changed,
      layers: [...manifest.layers, { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: 'sha256:3', size: 30 }],
    });
    const docker = { ...manifest, mediaType: 'application/vnd.docker.distribution.manifest.v2+json', layers: [] };
    expect(appendToManifest(docker, layer, { digest: 'sha256:9', size: 9 })['layers']).toEqual([
      { mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', digest: 'sha256:3', size: 30 },
    ]);
  }); // prettier-ignore
});

describe('replaceInIndex', () => {
  it('replaces one platform, keeps the others, and drops attestations about the old manifest', () => {
    const about = (digest: string) => ({ digest: `sha256:att-${digest}`, annotations: { 'vnd.docker.reference.digest': digest } });
    const manifests = [{ digest: 'sha256:a', size: 1, platform: { architecture: 'amd64' } }, { digest: 'sha256:b', size: 2 }, about('sha256:a'), about('sha256:b')];
    expect(replaceInIndex({ schemaVersion: 2, manifests, annotations: { k: 'v' } }, 'sha256:a', { digest: 'sha256:n', size: 9 })).toEqual({
      index: { schemaVersion: 2, annotations: { k: 'v' }, manifests: [{ digest: 'sha256:n', size: 9, platform: { architecture: 'amd64' } }, manifests[1], about('sha256:b')] },
      droppedAttestations: 1,
    });
  }); // prettier-ignore
});
