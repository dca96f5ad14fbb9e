import { BlobCollector, RpmDatabaseError, type PackageBlobs } from './package-blobs.ts';
import { readRecord, readVarint, schemaRow } from './sqlite-record.ts';
import { readWalPages } from './sqlite-wal.ts';

/**
 * Blobs of table `Packages (hnum INTEGER PRIMARY KEY, blob BLOB)` of an rpm database in SQLite: sqlite.org/fileformat2.html,
 * sections 1.3 (header), 1.6 (b-trees), 2.1 (records). Read-only: nothing of the schema is executed. Committed pages of the
 * write-ahead log go before the file's own. Throws {@link RpmDatabaseError}.
 */
export function readSqlitePackages(file: Buffer, wal: Buffer | undefined): PackageBlobs {
  const pages = openPages(file, wal);
  const root = findRootPage(pages);
  const found = new BlobCollector(pages.count * pages.usableSize);
  for (const payload of tableRows(pages, root, found)) {
    const blob = readRecord(payload)?.[1];
    if (Buffer.isBuffer(blob)) found.add(blob);
    else found.addProblem('a row has no blob');
  }
  return found;
}

interface Pages {
  /** Bytes of one page that hold content; section 1.3.4 leaves some at the end for extensions. */
  readonly usableSize: number;
  readonly count: number;
  /** Counted from 1. Throws on a page that is not there. */
  page(number: number): Buffer;
}

function openPages(file: Buffer, wal: Buffer | undefined): Pages {
  if (file.length < 100 || file.toString('latin1', 0, 16) !== 'SQLite format 3\0') throw new RpmDatabaseError('is not a SQLite database');
  const written = file.readUInt16BE(16);
  const pageSize = written === 1 ? 65_536 : written;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new RpmDatabaseError(`has a page size of ${pageSize}`);
  const usableSize = pageSize - file[20]!;
  if (usableSize < 480) throw new RpmDatabaseError(`reserves ${file[20]!} bytes of every page`);
  const log = readWalPages(wal, pageSize);
  const count = Math.max(Math.floor(file.length / pageSize), log.pageCount);
  return {
    usableSize,
    count,
    page(number) {
      const logged = log.pages.get(number);
      if (logged !== undefined) return logged;
      const start = (number - 1) * pageSize;
      if (number < 1 || start + pageSize > file.length) throw new RpmDatabaseError(`has no page ${number}; it may be cut`);
      return file.subarray(start, start + pageSize);
    },
  };
}

/** Section 2.6: the schema is the table whose root is page 1. */
function findRootPage(pages: Pages): number {
  const found = new BlobCollector(pages.count * pages.usableSize);
  for (const payload of tableRows(pages, 1, found)) {
    found.add(payload);
    const row = schemaRow(readRecord(payload));
    if (row?.type === 'table' && row.name === 'Packages') return row.rootPage;
  }
  throw new RpmDatabaseError(`has no table Packages${found.problems.length === 0 ? '' : `: ${found.problems.slice(0, 3).join(', ')}`}`);
}

/** Payloads of a table's rows in key order. A page that cannot be read is a problem and the others are read; each page once. */
function* tableRows(pages: Pages, root: number, found: BlobCollector): Iterable<Buffer> {
  const pending = [root];
  const visited = new Set<number>();
  for (let number = pending.pop(); number !== undefined; number = pending.pop()) {
    if (visited.has(number)) {
      found.addProblem(`page ${number} is used twice`);
      continue;
    }
    visited.add(number);
    try {
      const page = pages.page(number);
      const header = number === 1 ? 100 : 0;
      const type = page[header];
      if (type === interiorTable) pending.push(...childPages(page, header).reverse());
      else if (type === leafTable) yield* leafRows(pages, page, header, visited, found);
      else found.addProblem(`page ${number} is not part of a table`);
    } catch (cause) {
      found.addProblem(damage(cause, number));
    }
  }
}

const interiorTable = 0x05;
const leafTable = 0x0d;

function childPages(page: Buffer, header: number): number[] {
  const cells = page.readUInt16BE(header + 3);
  const children: number[] = [];
  for (let cell = 0; cell < cells; cell++) children.push(page.readUInt32BE(page.readUInt16BE(header + 12 + 2 * cell)));
  children.push(page.readUInt32BE(header + 8));
  return children;
}

function* leafRows(pages: Pages, page: Buffer, header: number, visited: Set<number>, found: BlobCollector): Iterable<Buffer> {
  const cells = page.readUInt16BE(header + 3);
  for (let cell = 0; cell < cells; cell++) {
    try {
      yield readPayload(pages, page, page.readUInt16BE(header + 8 + 2 * cell), visited);
    } catch (cause) {
      found.addProblem(damage(cause, undefined));
    }
  }
}

/** Reads past the end of a page or a file are RangeErrors of Buffer; anything else is a bug. */
function damage(cause: unknown, page: number | undefined): string {
  if (cause instanceof RpmDatabaseError) return cause.message;
  if (cause instanceof RangeError) return page === undefined ? 'a row is damaged' : `page ${page} is damaged`;
  throw cause;
}

/** Section 1.6: a table leaf cell is the payload's size, the row id, and as much of the payload as fits, then the first overflow page. */
function readPayload(pages: Pages, page: Buffer, offset: number, visited: Set<number>): Buffer {
  const size = readVarint(page, offset);
  const rowId = readVarint(page, size.end);
  const { usableSize } = pages;
  if (size.value <= usableSize - 35) return slice(page, rowId.end, size.value);
  if (size.value > pages.count * usableSize) throw new RpmDatabaseError('has a row larger than itself');
  const least = Math.floor(((usableSize - 12) * 32) / 255) - 23;
  const fitting = least + ((size.value - least) % (usableSize - 4));
  const local = fitting <= usableSize - 35 ? fitting : least;
  const first = slice(page, rowId.end, local);
  return readOverflow(pages, { first, size: size.value, next: page.readUInt32BE(rowId.end + local) }, visited);
}

interface Overflow {
  readonly first: Buffer;
  readonly size: number;
  readonly next: number;
}

/** Section 1.6.2: a list of pages, each with the number of the next one in front. A page belongs to one payload only. */
function readOverflow(pages: Pages, overflow: Overflow, visited: Set<number>): Buffer {
  const parts = [overflow.first];
  let remaining = overflow.size - overflow.first.length;
  let next = overflow.next;
  while (remaining > 0) {
    if (visited.has(next)) throw new RpmDatabaseError(`has an overflow page that is used twice: ${next}`);
    visited.add(next);
    const page = pages.page(next);
    const length = Math.min(remaining, pages.usableSize - 4);
    parts.push(page.subarray(4, 4 + length));
    remaining -= length;
    next = page.readUInt32BE(0);
  }
  return Buffer.concat(parts, overflow.size);
}

function slice(page: Buffer, start: number, length: number): Buffer {
  if (start + length > page.length) throw new RangeError('payload over the end of its page');
  return page.subarray(start, start + length);
}
