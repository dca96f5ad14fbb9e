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
 * The records of one ecosystem: of `all.zip`, and the `.json` files of its folder, which are fetched one by one when they changed after it. Of two with one name the one
 * that was modified later counts. Throws FEED_DAMAGED when the archive is cut, damaged, or not an archive at all.
 */
export function* readOsvFiles(zipPath: string, folderPath: string): Generator<OsvFile> {
  if (!existsSync(zipPath)) {
    yield* readFolder(folderPath);
    return;
  }
  const single = new Map(Array.from(existsSync(folderPath) ? readFolder(folderPath) : [], (file) => [file.name, file]));
  try {
    for (const entry of readZip(zipPath, zipLimits)) {
      if (!entry.name.endsWith('.json')) continue;
      const archived = { name: entry.name.slice(0, 200), read: () => readBounded(entry.uncompressedBytes, () => entry.read()) };
      const other = single.get(archived.name);
      single.delete(archived.name);
      yield other === undefined ? archived : laterOf(archived, other);
    }
  } catch (cause) {
    if (!(cause instanceof ZipError)) throw cause;
    throw new PratiqueError('FEED_DAMAGED', `${zipPath} ${cause.message}`, { cause });
  }
  yield* single.values();
}

/** One that cannot be read is not later. */
function laterOf(archived: OsvFile, other: OsvFile): OsvFile {
  return modifiedOf(other) >= modifiedOf(archived) ? other : archived;
}

function modifiedOf(file: OsvFile): string {
  try {
    const { modified } = JSON.parse(file.read().toString()) as { readonly modified?: unknown };
    return typeof modified === 'string' ? modified.slice(0, '2026-01-01T00:00:00'.length) : '';
  } catch {
    return '';
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
