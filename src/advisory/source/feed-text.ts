import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { JsonStreamError } from '../../lib/json-stream/json-stream-error.ts';
import { splitJson, splitJsonMember, type JsonElement } from '../../lib/json-stream/split-json.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

const chunkBytes = 1024 * 1024;
const deepestRecord = 64;

/**
 * The members or elements of one huge JSON file, one at a time. Throws FEED_DAMAGED when it is missing, empty, cut, or something else
 * than JSON, such as a maintenance page.
 */
export function* readJsonElements(path: string): Generator<JsonElement> {
  try {
    yield* splitJson(readChunks(path), { maxElementBytes: limits.feedRecordBytes, maxDepth: deepestRecord });
  } catch (cause) {
    if (cause instanceof JsonStreamError) throw new PratiqueError('FEED_DAMAGED', `${path} ${cause.message}`, { cause });
    throw cause;
  }
}

/** The elements of one member of a huge JSON object, read from `chunks`. Throws FEED_DAMAGED like {@link readJsonElements}; `path` names the file. */
export function* readJsonMember(path: string, chunks: Iterable<Buffer>, member: string): Generator<JsonElement> {
  try {
    yield* splitJsonMember(chunks, member, { maxElementBytes: limits.feedRecordBytes, maxDepth: deepestRecord });
  } catch (cause) {
    if (cause instanceof JsonStreamError) throw new PratiqueError('FEED_DAMAGED', `${path} ${cause.message}`, { cause });
    throw cause;
  }
}

/** A whole JSON file of at most `feedRecordBytes`. Throws FEED_DAMAGED like {@link readJsonElements}. */
export function readJsonFile(path: string): unknown {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (const chunk of readChunks(path)) {
    bytes += chunk.length;
    if (bytes > limits.feedRecordBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${path} has more than ${limits.feedRecordBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch (cause) {
    throw new PratiqueError('FEED_DAMAGED', `${path} is truncated or not JSON`, { cause });
  }
}

/** The file in chunks that are the receiver's to keep. */
export function* readChunks(path: string): Generator<Buffer> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new PratiqueError('FEED_DAMAGED', `${path} does not exist`);
  const descriptor = openSync(path, 'r');
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const count = readSync(descriptor, buffer, 0, chunkBytes, null);
      if (count === 0) return;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(descriptor);
  }
}
