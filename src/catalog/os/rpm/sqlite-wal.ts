/** Pages of the committed transactions that are not in the database file yet. */
export interface WalPages {
  /** By page number; the last committed version of each. */
  readonly pages: ReadonlyMap<number, Buffer>;
  /** Size of the database after the last commit: pages; 0 when there was none. */
  readonly pageCount: number;
}

const none: WalPages = { pages: new Map(), pageCount: 0 };

/**
 * A write-ahead log: sqlite.org/fileformat2.html, section 4. Frames count up to the last commit with matching salts and checksums,
 * as SQLite's own recovery does it; a log for another page size, or one that was reset, is none.
 */
export function readWalPages(wal: Buffer | undefined, pageSize: number): WalPages {
  if (wal === undefined || wal.length < headerBytes) return none;
  const magic = wal.readUInt32BE(0);
  if (magic !== littleEndianMagic && magic !== bigEndianMagic) return none;
  if (wal.readUInt32BE(4) !== 3_007_000 || wal.readUInt32BE(8) !== pageSize) return none;
  const isLittleEndian = magic === littleEndianMagic;
  let sum = checksum(wal, 0, 24, [0, 0], isLittleEndian);
  if (!isChecksum(wal, 24, sum)) return none;

  const committed = new Map<number, Buffer>();
  const open = new Map<number, Buffer>();
  let pageCount = 0;
  for (let at = headerBytes; at + frameHeaderBytes + pageSize <= wal.length; at += frameHeaderBytes + pageSize) {
    const hasSalts = wal.compare(wal, 16, 24, at + 8, at + 16) === 0;
    sum = checksum(wal, at, at + 8, sum, isLittleEndian);
    sum = checksum(wal, at + frameHeaderBytes, at + frameHeaderBytes + pageSize, sum, isLittleEndian);
    if (!hasSalts || !isChecksum(wal, at + 16, sum)) break;
    open.set(wal.readUInt32BE(at), wal.subarray(at + frameHeaderBytes, at + frameHeaderBytes + pageSize));
    const commit = wal.readUInt32BE(at + 4);
    if (commit === 0) continue;
    for (const [number, page] of open) committed.set(number, page);
    open.clear();
    pageCount = commit;
  }
  return { pages: committed, pageCount };
}

const headerBytes = 32;
const frameHeaderBytes = 24;
const littleEndianMagic = 0x377f0682;
const bigEndianMagic = 0x377f0683;

type Checksum = readonly [number, number];

/** Section 4.2; both sums are 32 bits wide and the bytes come in pairs of words. */
function checksum(bytes: Buffer, start: number, end: number, [first, second]: Checksum, isLittleEndian: boolean): Checksum {
  let [one, two] = [first, second];
  for (let at = start; at < end; at += 8) {
    const [x, y] = isLittleEndian
      ? [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
      : [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
    one = (one + x + two) >>> 0;
    two = (two + y + one) >>> 0;
  }
  return [one, two];
}

function isChecksum(bytes: Buffer, at: number, [first, second]: Checksum): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}
