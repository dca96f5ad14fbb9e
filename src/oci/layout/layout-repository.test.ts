import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { computeDigest } from '../document/verify-digest.ts';
import { type TaggedManifest } from '../registry/repository.ts';
import { openLayoutRepository } from './layout-repository.ts';

const runtime = quietRuntime();

describe('writing to an OCI layout', () => {
  it('keeps every tag when several writers create the layout and write at the same time', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'layout');
    const tags = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5'];
    // Each writer has opened the layout itself, as a process does.
    const writers = await Promise.all(tags.map(() => openLayoutRepository(path, { create: true })));
    await Promise.all(writers.map((writer, at) => writer.pushManifest(manifest(tags[at]!), runtime)));
    const { items } = await writers[0]!.listTags(runtime);
    expect([...items].sort()).toEqual(tags);
    expect(existsSync(join(path, 'index.json.lock'))).toBe(false);
  });

  it('replaces a tag only while it holds what is expected', async () => {
    using folder = temporaryFolder();
    const repository = await openLayoutRepository(join(folder.path, 'layout'), { create: true });
    const [first, second, third] = [manifest('app', 1), manifest('app', 2), manifest('app', 3)];
    const outcomes = [
      await repository.replaceTag!(first, undefined, runtime),
      await repository.replaceTag!(second, undefined, runtime),
      await repository.replaceTag!(second, first.digest, runtime),
      await repository.replaceTag!(third, first.digest, runtime),
    ];
    expect(outcomes).toEqual([true, false, true, false]);
    expect((await repository.findManifest('app', runtime))?.digest).toBe(second.digest);
  });

  it('stops waiting for a lock when it is aborted, and writes nothing', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'layout');
    const repository = await openLayoutRepository(path, { create: true });
    await repository.pushManifest(manifest('1.0'), runtime);
    writeFileSync(join(path, 'index.json.lock'), 'process 7 on builder\n');
    const abort = new AbortController();
    const writing = repository.pushManifest(manifest('1.1'), quietRuntime({ signal: abort.signal }));
    abort.abort();
    await expect(writing).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await repository.listTags(runtime)).items).toEqual(['1.0']);
  });
});

function manifest(tag: string, number = 0): TaggedManifest {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, annotations: { tag, number: String(number) } }));
  return { bytes, mediaType, digest: computeDigest('sha256', bytes), tag };
}
