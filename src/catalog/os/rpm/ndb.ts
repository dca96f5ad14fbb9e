import { BlobCollector, RpmDatabaseError, type PackageBlobs } from './package-blobs.ts';

/** Blobs of rpm's own package store `Packages.db`: lib/backend/ndb/rpmpkg.c. All numbers are little-endian. Throws {@link RpmDatabaseError}. */
export function readNdbPackages(file: Buffer): PackageBlobs {
  if (file.length < slotBytes * 2 || file.toString('latin1', 0, 4) !== 'RpmP') throw new RpmDatabaseError('is not an NDB package store');
  const version = file.readUInt32LE(4);
  if (version !== 0) throw new RpmDatabaseError(`is of NDB version ${version}`);
  const slotEnd = file.readUInt32LE(12) * pageBytes;
  const found = new BlobCollector(file.length);
  if (slotEnd > file.length) found.addProblem('the file ends inside its slots; it may be cut');
  const usedBlocks = new Set<number>();
  for (let at = slotBytes * 2; at + slotBytes <= Math.min(slotEnd, file.length); at += slotBytes) {
    const blob = readSlot(file, at, usedBlocks);
    if (typeof blob === 'string') found.addProblem(blob);
    else if (blob !== undefined) found.add(blob);
  }
  return found;
}

/** rpmpkg.c: PAGE_SIZE, SLOT_SIZE (the store's header takes two slots), BLK_SIZE, BLOBHEAD_SIZE, BLOBTAIL_SIZE. */
const pageBytes = 4096;
const slotBytes = 16;
const blockBytes = 16;
const headBytes = 16;
const tailBytes = 12;

/** The blob of one slot, `undefined` for an empty one, or what is wrong with it. */
function readSlot(file: Buffer, at: number, usedBlocks: Set<number>): Buffer | string | undefined {
  if (file.toString('latin1', at, at + 4) !== 'Slot') return `the slot at byte ${at} is damaged`;
  const blockOffset = file.readUInt32LE(at + 8);
  if (blockOffset === 0) return undefined;
  const packageIndex = file.readUInt32LE(at + 4);
  const start = blockOffset * blockBytes;
  const blockEnd = start + file.readUInt32LE(at + 12) * blockBytes;
  if (blockEnd > file.length || start + headBytes + tailBytes > blockEnd) return `package ${packageIndex} lies outside the file`;
  if (usedBlocks.has(blockOffset)) return `package ${packageIndex} shares its bytes with another`;
  usedBlocks.add(blockOffset);
  if (file.toString('latin1', start, start + 4) !== 'BlbS' || file.readUInt32LE(start + 4) !== packageIndex)
    return `package ${packageIndex} has no header`;
  const length = file.readUInt32LE(start + 12);
  const end = start + headBytes + length;
  if (end + tailBytes > blockEnd || file.toString('latin1', blockEnd - 4, blockEnd) !== 'BlbE') return `package ${packageIndex} is damaged`;
  return file.subarray(start + headBytes, end);
}
