import { HttpError } from './http-error.ts';

/** The whole body; fails with kind `too-large` past `maxBytes` instead of truncating. */
export async function readBodyAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number, where: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new HttpError('too-large', where, `the response is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

/** The first bytes of a body, for messages; the rest is not read, and a broken connection is not an error. */
export async function readBodyStart(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= maxBytes) break;
    }
  } catch (error) {
    if (!(error instanceof HttpError) || error.kind === 'aborted') throw error;
  }
  return Buffer.concat(chunks, length).subarray(0, maxBytes);
}
