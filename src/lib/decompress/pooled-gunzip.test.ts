import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileLike, noise } from '../../../test/support/file-like-bytes.ts';
import { DecompressError } from './decompressor.ts';
import { Gunzip } from './gunzip.ts';
import { PooledGunzip } from './pooled-gunzip.ts';

const limits = { gzipHeaderBytes: 256 * 1024 };
const content = fileLike(3_000_000);
const compressed = gzipSync(content, { level: 1 });

interface Outcome {
  readonly bytes: number;
  readonly sha256: string;
  readonly error?: string;
}

/** Collects what the sink gets and how it ends. */
function collector(): { readonly sink: (bytes: Buffer) => void; readonly outcome: (error?: unknown) => Outcome } {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    sink: (part) => {
      bytes += part.length;
      hash.update(part);
    },
    outcome: (error) => ({ bytes, sha256: hash.digest('hex'), ...(error instanceof DecompressError ? { error: error.message } : {}) }),
  };
}

async function pooled(stream: Buffer, chunkBytes: number): Promise<Outcome> {
  const gunzip = PooledGunzip.open(limits)!;
  const { sink, outcome } = collector();
  // Two buffers that take turns, as when a layer is read.
  const buffers = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)];
  try {
    for (let at = 0; at < stream.length; at += chunkBytes) {
      const chunk = buffers[(at / chunkBytes) % 2]!;
      await gunzip.push(chunk.subarray(0, stream.copy(chunk, 0, at, at + chunkBytes)), sink);
    }
    gunzip.end(sink);
    return outcome();
  } catch (error) {
    return outcome(error);
  } finally {
    gunzip.close();
  }
}

function inTurn(stream: Buffer, chunkBytes: number): Outcome {
  const gunzip = new Gunzip(limits);
  const { sink, outcome } = collector();
  try {
    for (let at = 0; at < stream.length; at += chunkBytes) gunzip.push(stream.subarray(at, at + chunkBytes), sink);
    gunzip.end();
    return outcome();
  } catch (error) {
    return outcome(error);
  } finally {
    gunzip.close();
  }
}

const spoil = (at: number): Buffer => {
  const spoilt = Buffer.from(compressed);
  spoilt[at]! ^= 0x55;
  return spoilt;
};

describe('inflating gzip on the pool', () => {
  it.each<[string, Buffer]>([
    ['one member', compressed],
    ['nothing compressed', gzipSync(Buffer.alloc(0))],
    ['content that does not compress', gzipSync(noise(1_500_000))],
    ['a bomb', gzipSync(Buffer.alloc(20 << 20))],
    ['several members', Buffer.concat([compressed, gzipSync(Buffer.from('second')), compressed])],
    ['zeros at the end', Buffer.concat([compressed, Buffer.alloc(2_000)])],
    ['other bytes at the end', Buffer.concat([compressed, Buffer.from('junk')])],
    ['a stream that is cut', compressed.subarray(0, -300)],
    ['a cut header', compressed.subarray(0, 7)],
    ['a wrong checksum', spoil(compressed.length - 6)],
    ['a wrong length', spoil(compressed.length - 1)],
    ['an endless header', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(600_000, 0x41)])],
  ])('gives what inflating on this thread gives: %s', async (_name, stream) => {
    for (const chunkBytes of [1_000, 65_536, 1 << 20]) expect(await pooled(stream, chunkBytes)).toEqual(inTurn(stream, chunkBytes));
  });

  it('reports damaged deflate data, and gives what came well before it', async () => {
    const outcome = await pooled(spoil(1_000_000).fill(0xff, 1_000_000, 1_000_100), 65_536);
    expect(outcome.error).toMatch(/^the gzip stream is damaged: /);
    expect(outcome.bytes).toBeGreaterThan(1_000_000);
  });

  it('can be closed while it inflates', async () => {
    const gunzip = PooledGunzip.open(limits)!;
    const pushed = gunzip.push(compressed, () => undefined);
    gunzip.close();
    await pushed;
    gunzip.close();
    expect(await pooled(compressed, 65_536)).toEqual(inTurn(compressed, 65_536));
  });

  it('passes on what the sink throws, and can be closed then', async () => {
    const gunzip = PooledGunzip.open(limits)!;
    const refuse = (): never => {
      throw new RangeError('enough');
    };
    await expect(gunzip.push(compressed, refuse)).rejects.toThrow('enough');
    gunzip.close();
  });

  it('is there for programs that follow their requests, as servers do', () => {
    new AsyncLocalStorage().run('a request', () => {
      const gunzip = PooledGunzip.open(limits);
      expect(gunzip).toBeDefined();
      gunzip!.close();
    });
  });

  it('inflates several streams at once without mixing them up', async () => {
    const streams = Array.from({ length: 6 }, (_, seed) => fileLike(1_500_000, seed));
    const outcomes = await Promise.all(streams.map((stream) => pooled(gzipSync(stream, { level: 1 }), 65_536)));
    expect(outcomes.map(({ sha256 }) => sha256)).toEqual(streams.map((stream) => createHash('sha256').update(stream).digest('hex')));
  });
});
