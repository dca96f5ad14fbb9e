import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildImage, dockerArchive } from '../../../test/support/image-builder.ts';
import { tarOf } from '../../../test/support/tar-builder.ts';
import { type LayerContent } from '../../model/image.ts';
import { limits } from '../../model/limits.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { gatherArchive } from './gather-archive.ts';
import { type ImageFiles } from './image-files.ts';
import { readSavedImages } from './saved-images.ts';

const demand = { selectors: [{ names: ['big'], maxBytes: 1_000_000 }], inspectors: [] };
const image = buildImage({ layers: [{ files: [{ path: 'srv/big', content: Buffer.alloc(200_000, 'b') }] }] });
const archive = dockerArchive(image);

/** Counts requested chunks. */
class Chunks implements AsyncIterable<Uint8Array> {
  taken = 0;
  readonly #bytes: Buffer;
  readonly #size: number;

  constructor(bytes: Buffer, size: number) {
    this.#bytes = bytes;
    this.#size = size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.#bytes.length; at += this.#size) {
      this.taken = Math.min(at + this.#size, this.#bytes.length);
      yield await Promise.resolve(this.#bytes.subarray(at, at + this.#size));
    }
  }
}

function gather(bytes: Buffer, size = 64 * 1024): Promise<ImageFiles> {
  return gatherArchive({ name: 'stream', chunks: new Chunks(bytes, size) }, demand, quietRuntime());
}

async function layerOf(files: ImageFiles): Promise<LayerContent | undefined> {
  const [saved] = await readSavedImages(files);
  return files.content(saved!.layers[0]!, { layerIndex: 0 });
}

describe('gatherArchive', () => {
  it.each<[string, Buffer, number]>([
    ['in one piece', archive, archive.length],
    ['in pieces that divide headers and magic numbers', archive, 5],
    ['with gzip', gzipSync(archive), 1_000],
    ['with gzip, byte by byte', gzipSync(archive), 1],
  ])('reads an archive %s', async (_name, bytes, size) => {
    const files = await gather(bytes, size);
    const content = await layerOf(files);
    expect(files.flaw).toBeUndefined();
    expect(content).toMatchObject({ kind: 'indexed', index: { diffId: image.layers[0]!.diffId, issues: [] } });
    expect(content?.kind === 'indexed' && content.index.kept.get('srv/big')?.content.length).toBe(200_000);
  });

  it('reads to the end of a pipe that fills its last block, and no farther than its bound', async () => {
    const padded = new Chunks(Buffer.concat([archive, Buffer.alloc(10_240)]), 512);
    await gatherArchive({ name: 's', chunks: padded }, demand, quietRuntime());
    expect(padded.taken).toBe(archive.length + 10_240);
    const endless = new Chunks(Buffer.alloc(limits.archiveTrailingBytes + 4_000_000), 1_000_000);
    await gatherArchive({ name: 's', chunks: endless }, demand, quietRuntime());
    expect(endless.taken).toBe(limits.archiveTrailingBytes + 1_000_000 - (limits.archiveTrailingBytes % 1_000_000) + 1_000_000);
  });

  it.each<[string, Buffer, string]>([
    ['inside a layer', archive.subarray(0, 100_000), 'the archive ends inside a file, 100000 bytes from its start'],
    ['between two files', tarOf({ name: 'a', content: 'a' }).subarray(0, 1_024), 'it has no end-of-archive marker, and may be truncated'],
    ['inside its compressed data', gzipSync(archive).subarray(0, 500), 'its compressed data ends after 500 bytes'],
  ])('names the flaw of an archive that is cut %s', async (_name, bytes, flaw) => {
    expect((await gather(bytes)).flaw).toBe(flaw);
  });

  it.each<[string, Buffer, string, string]>([
    ['nothing', Buffer.alloc(0), 'TARGET_UNKNOWN', 'stream is empty'],
    ['text', Buffer.from('hello\n'), 'TARGET_UNKNOWN', 'stream is not an archive'],
    ['xz', Buffer.from('fd377a585a00', 'hex'), 'ARCHIVE_INVALID', 'stream is compressed with xz, which is not supported'],
    ['damaged gzip', damaged(gzipSync(archive)), 'ARCHIVE_INVALID', 'stream is damaged'],
  ])('refuses %s', async (_name, bytes, code, message) => {
    await expect(gather(bytes)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('passes on what breaks the stream', async () => {
    // eslint-disable-next-line require-yield -- fails before the first chunk
    async function* broken(): AsyncGenerator<Uint8Array> {
      await Promise.reject(new Error('connection reset'));
    }
    await expect(gatherArchive({ name: 's', chunks: broken() }, demand, quietRuntime())).rejects.toThrow('connection reset');
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, 20, 60);
  return copy;
}
