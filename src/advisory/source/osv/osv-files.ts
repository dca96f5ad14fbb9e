import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readZip } from '../../../lib/zip/read-zip.ts';
import { type ZipLimits } from '../../../lib/zip/zip-limits.ts';
import { ZipError } from '../../../lib/zip/zip-error.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { RecordError } from '../record-error.ts';

/** One record of the feed, not read yet. */
export interface OsvFile {
  readonly name: string;
  /** Throws RecordError for a record past its bound. */
  read(): Buffer;
}

const zipLimits: ZipLimits = {
  maxEntries: limits.feedRecords,
  maxDirectoryBytes: 1024 ** 3,
  maxEntryBytes: limits.feedRecordBytes,
  maxTotalBytes: limits.feedBytes * 8,
};

/**
 * The records of one ecosystem: of `all.zip` if it is there, otherwise the `.json` files of its folder, by name. Throws FEED_DAMAGED when
 * the archive is cut, damaged, or not an archive at all.
 */
export function* readOsvFiles(zipPath: string, folderPath: string): Generator<OsvFile> {
  if (!existsSync(zipPath)) {
    yield* readFolder(folderPath);
    return;
  }
  try {
    for (const entry of readZip(zipPath, zipLimits)) {
      if (!entry.name.endsWith('.json')) continue;
      yield { name: entry.name.slice(0, 200), read: () => readBounded(entry.uncompressedBytes, () => entry.read()) };
    }
  } catch (cause) {
    if (!(cause instanceof ZipError)) throw cause;
    throw new PratiqueError('FEED_DAMAGED', `${zipPath} ${cause.message}`, { cause });
  }
}

function* readFolder(path: string): Generator<OsvFile> {
  if (!existsSync(path)) throw new PratiqueError('FEED_DAMAGED', `${path} does not exist`);
  for (const name of readdirSync(path).sort()) {
    const file = join(path, name);
    if (!name.endsWith('.json') || !statSync(file).isFile()) continue;
    yield { name, read: () => readBounded(statSync(file).size, () => readFileSync(file)) };
  }
}

function readBounded(bytes: number, read: () => Buffer): Buffer {
  if (bytes > limits.feedRecordBytes) throw new RecordError(`it has ${bytes} bytes, more than ${limits.feedRecordBytes}`);
  return read();
}
