import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { BoltBucket, type PageReader } from './bolt-bucket.ts';
import { BoltError } from './bolt-error.ts';
import { metaBytes, parseMeta, type BoltMeta } from './bolt-meta.ts';

export interface BoltLimits {
  /** One page with what overflows it: bytes. */
  readonly pageBytes: number;
  /** Pages read for one answer. */
  readonly pages: number;
}

/** How often a file that changes is read anew. */
const maxAttempts = 20;
/** Where the second head may be when the first is damaged. */
const pageSizes = [4_096, 16_384, 65_536, 8_192];
const headBytes = 16 + metaBytes;

/**
 * Runs `read` over the newest committed state. The owner writes changed pages to free places and then a new head, and what a head leads to may be
 * overwritten only after the next one: when the head is the same after reading as before, what was read belongs together. Rejects with BoltError, and
 * with what the system says.
 */
export async function readBolt<T>(path: string, limits: BoltLimits, read: (root: BoltBucket) => Promise<T>): Promise<T> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      const before = await readMeta(file);
      const outcome = await read(new BoltBucket(pageReader(file, before, limits), before.root)).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      // Damage may be a page that was overwritten meanwhile.
      if ((await readMeta(file)).transaction !== before.transaction) continue;
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    }
    throw new BoltError(`it changed ${maxAttempts} times while it was read`);
  } finally {
    await file.close();
  }
}

async function readMeta(file: FileHandle): Promise<BoltMeta> {
  const first = parseMeta(await readAt(file, 0, headBytes));
  const second = first === undefined ? await findSecond(file) : parseMeta(await readAt(file, first.pageBytes, headBytes));
  const newest = first === undefined || (second !== undefined && second.transaction > first.transaction) ? second : first;
  if (newest === undefined) throw new BoltError('not a bbolt database');
  return newest;
}

async function findSecond(file: FileHandle): Promise<BoltMeta | undefined> {
  for (const size of pageSizes) {
    const meta = parseMeta(await readAt(file, size, headBytes));
    if (meta?.pageBytes === size) return meta;
  }
  return undefined;
}

function pageReader(file: FileHandle, { pageBytes }: BoltMeta, limits: BoltLimits): PageReader {
  let count = 0;
  return async (page) => {
    if (++count > limits.pages) throw new BoltError(`more than ${limits.pages} pages are needed for one answer`);
    const at = Number(page) * pageBytes;
    if (!Number.isSafeInteger(at)) throw new BoltError('a page number is too large');
    const bytes = await readAt(file, at, pageBytes);
    if (bytes.length < pageBytes || bytes.readBigUInt64LE(0) !== page) throw new BoltError(`page ${page} is not where it should be`);
    const whole = (bytes.readUInt32LE(12) + 1) * pageBytes;
    if (whole > limits.pageBytes) throw new BoltError(`page ${page} has ${whole} bytes, more than ${limits.pageBytes}`);
    return whole === pageBytes ? bytes : readAt(file, at, whole);
  };
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
