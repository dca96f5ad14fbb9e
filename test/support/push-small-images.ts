import { createHash } from 'node:crypto';

/** Pushes one empty image for each tag by plain HTTP, each of its own digest, and of another with another `build`; answers their digests by tag. */
export async function pushSmallImages(host: string, repository: string, tags: readonly string[], build = ''): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const tag of tags) {
    const config = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: { tag, build } }, rootfs: { type: 'layers', diff_ids: [] } }));
    const upload = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
    const location = new URL(upload.headers.get('location') ?? '', `http://${host}`);
    location.searchParams.set('digest', sha256(config));
    await fetch(location, { method: 'PUT', body: config, headers: { 'content-type': 'application/octet-stream' } });
    digests.set(tag, await putManifest(host, repository, tag, config));
  }
  return digests;
} // prettier-ignore

async function putManifest(host: string, repository: string, tag: string, config: Buffer): Promise<string> {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const descriptor = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256(config), size: config.length };
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: descriptor, layers: [] }));
  const answer = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, {
    method: 'PUT',
    body: manifest,
    headers: { 'content-type': mediaType },
  });
  if (answer.status !== 201) throw new Error(`${repository}:${tag} was not taken: ${answer.status}`);
  return sha256(manifest);
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
