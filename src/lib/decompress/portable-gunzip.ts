import { Gunzip } from 'fflate';
import { DecompressError, type Decompressor } from './decompressor.ts';

/**
 * The same in plain JavaScript, about three times slower: for a Node whose zlib has another shape inside. It does not
 * look at the CRC; a layer's digest does.
 */
export function makePortableGunzip(): Decompressor {
  let sink: (bytes: Buffer) => void = () => undefined;
  let isFinal = false;
  const gunzip = new Gunzip((bytes, final) => {
    isFinal = final;
    if (bytes.length > 0) sink(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
  const run = (bytes: Buffer, final: boolean): void => {
    try {
      gunzip.push(bytes, final);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new DecompressError(final ? 'the gzip stream ends early' : `the gzip stream is damaged: ${message}`, final);
    }
  };
  return {
    push(chunk, receive) {
      sink = receive;
      for (let at = 0; at < chunk.length; at += inputBytes) run(chunk.subarray(at, at + inputBytes), false);
    },
    end(receive) {
      sink = receive;
      run(Buffer.alloc(0), true);
      if (!isFinal) throw new DecompressError('the gzip stream ends early', true);
    },
    close: () => undefined,
  };
}

/** fflate inflates a whole input at once: at most 1,032 times this. */
const inputBytes = 16 * 1024;
