import { BlobCollector, RpmDatabaseError, type PackageBlobs } from './package-blobs.ts';

/**
 * Blobs of an rpm database in Berkeley DB's hash format, `Packages`: dbinc/db_page.h of Berkeley DB 4.5 to 5.3. Every page is looked at
 * once instead of walking the buckets, so that a damaged chain loses one package and not the rest. Both byte orders. Throws {@link RpmDatabaseError}.
 */
export function readBdbPackages(file: Buffer): PackageBlobs {
  const pages = openPages(file);
  const found = new BlobCollector(file.length);
  const usedPages = new Set<number>();
  if (pages.isCut) found.addProblem('the file ends before its last page; it may be cut');
  for (let number = 1; number < pages.count; number++) {
    const type = pages.typeOf(number);
    if (type === hashPage || type === unsortedHashPage) collectValues(pages, number, usedPages, found);
  }
  return found;
}

/** db_page.h, page types: P_HASH_UNSORTED, P_OVERFLOW, P_HASHMETA, P_HASH. */
const unsortedHashPage = 2;
const overflowPage = 7;
const metadataPage = 8;
const hashPage = 13;
/** db_page.h, item types of hash pages: H_KEYDATA, H_OFFPAGE. */
const keyDataItem = 1;
const offPageItem = 3;
const pageHeaderBytes = 26;
const hashMagic = 0x061561;

interface Pages {
  readonly size: number;
  /** Pages that are in the file whole. */
  readonly count: number;
  readonly isCut: boolean;
  typeOf(number: number): number;
  uint16(number: number, offset: number): number;
  uint32(number: number, offset: number): number;
  bytes(number: number, start: number, end: number): Buffer;
}

/** db_page.h, DBMETA: magic at 12, version at 16, page size at 20, encryption at 24, type at 25, last page at 32. */
function openPages(file: Buffer): Pages {
  if (file.length < 512) throw new RpmDatabaseError('is too short for a Berkeley DB');
  const isLittleEndian = file.readUInt32LE(12) === hashMagic;
  if (!isLittleEndian && file.readUInt32BE(12) !== hashMagic) throw new RpmDatabaseError('is not a Berkeley DB in hash format');
  const read16 = (at: number): number => (isLittleEndian ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const read32 = (at: number): number => (isLittleEndian ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const size = read32(20);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) throw new RpmDatabaseError(`has a page size of ${size}`);
  if (file[24] !== 0) throw new RpmDatabaseError('is encrypted');
  if (file[25] !== metadataPage) throw new RpmDatabaseError('has no hash metadata page');
  const inFile = Math.floor(file.length / size);
  const stated = read32(32) + 1;
  return {
    size,
    count: Math.min(inFile, stated),
    isCut: inFile < stated,
    typeOf: (number) => file[number * size + 25]!,
    uint16: (number, offset) => read16(number * size + offset),
    uint32: (number, offset) => read32(number * size + offset),
    bytes: (number, start, end) => file.subarray(number * size + start, number * size + end),
  };
}

/** Items come in pairs, key then value; the values of package records are headers. */
function collectValues(pages: Pages, number: number, usedPages: Set<number>, found: BlobCollector): void {
  const entries = pages.uint16(number, 20);
  if (pageHeaderBytes + entries * 2 > pages.size) {
    found.addProblem(`page ${number} says it has ${entries} items`);
    return;
  }
  for (let value = 1; value < entries; value += 2) {
    const blob = readValue(pages, number, value, usedPages);
    if (typeof blob === 'string') found.addProblem(blob);
    else if (blob !== undefined) found.add(blob);
  }
}

/** One value, `undefined` for the counter that rpm keeps under key 0, or what is wrong with it. */
function readValue(pages: Pages, number: number, value: number, usedPages: Set<number>): Buffer | string | undefined {
  const start = itemOffset(pages, number, value);
  // Items grow from the end of the page towards its start, so that each ends where the one before it begins.
  const end = itemOffset(pages, number, value - 1);
  if (start < pageHeaderBytes || start >= end || end > pages.size) return `page ${number} is damaged`;
  const item = pages.bytes(number, start, end);
  if (item[0] === keyDataItem) return item.length <= 5 ? undefined : item.subarray(1);
  if (item[0] !== offPageItem || item.length < 12) return `page ${number} has an item of type ${item[0]!}`;
  return readOverflow(pages, pages.uint32(number, start + 4), pages.uint32(number, start + 8), usedPages);
}

function itemOffset(pages: Pages, number: number, index: number): number {
  return pages.uint16(number, pageHeaderBytes + index * 2);
}

/** A chain of pages, each with the number of the next; a page belongs to one value only, so a cycle ends at its first repetition. */
function readOverflow(pages: Pages, first: number, length: number, usedPages: Set<number>): Buffer | string {
  if (length > pages.count * pages.size) return `a package says it has ${length} bytes`;
  const parts: Buffer[] = [];
  let total = 0;
  for (let number = first; number !== 0; number = pages.uint32(number, 16)) {
    if (number >= pages.count || pages.typeOf(number) !== overflowPage) return `page ${number} is not an overflow page`;
    if (usedPages.has(number)) return `overflow page ${number} is used twice`;
    usedPages.add(number);
    const used = pages.uint16(number, 22);
    if (used > pages.size - pageHeaderBytes) return `overflow page ${number} is damaged`;
    parts.push(pages.bytes(number, pageHeaderBytes, pageHeaderBytes + used));
    total += used;
  }
  return total === length ? Buffer.concat(parts, length) : `a package has ${total} of ${length} bytes`;
}
