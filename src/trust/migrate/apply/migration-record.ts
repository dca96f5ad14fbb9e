import { constants } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { systemCodeOf } from '../../../lib/file/system-code-of.ts';
import { field, isJsonObject } from '../../../lib/json/json-readers.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type SignedImage } from '../resolve/signed-image.ts';
import { type Resigner } from './resigner.ts';

/** One line of the record: who had signed what, and the new signature. */
export interface MigrationRecordLine {
  readonly schemaVersion: 1;
  readonly signedAt: Date;
  readonly image: string;
  readonly gun: string;
  readonly size: number;
  readonly tags: SignedImage['tags'];
  readonly trustRoot: SignedImage['trustRoot'];
  /** When the old signature was verified. */
  readonly verifiedAt: Date;
  readonly scheme: Resigner['scheme'];
  readonly keyId: string;
  /** Where the new signature is stored. */
  readonly foundAt: string;
}

/** A file of JSON lines, one per signature. It is only appended to, so that an interrupted run can continue. */
export class MigrationRecord {
  readonly #path: string;
  readonly #done: Set<string>;

  private constructor(path: string, done: Set<string>) {
    this.#path = path;
    this.#done = done;
  }

  /** Throws RECORD_UNUSABLE for a file that is not a record. */
  static async open(path: string): Promise<MigrationRecord> {
    const text = await readRecord(path);
    const done = new Set<string>();
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      // Text after the last line break is a line that was not written completely; its image is signed again.
      if (line === '' || index === lines.length - 1) continue;
      done.add(keyOfLine(line, path, index + 1));
    }
    return new MigrationRecord(path, done);
  }

  has(image: SignedImage, resigner: Resigner): boolean {
    return this.#done.has(keyOf(`${image.repository}@${image.digest}`, image.tags, resigner));
  }

  /** Synced to disk when it returns. */
  async add(image: SignedImage, resigner: Resigner, about: { readonly signedAt: Date; readonly verifiedAt: Date; readonly foundAt: string }): Promise<void> {
    const { gun, size, tags, trustRoot } = image;
    const line: MigrationRecordLine = { schemaVersion: 1, image: `${image.repository}@${image.digest}`, gun, size, tags, trustRoot, scheme: resigner.scheme, keyId: resigner.keyId, ...about };
    const handle = await openForAppending(this.#path);
    try {
      await endCutLine(handle);
      await handle.appendFile(`${JSON.stringify(line)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.#done.add(keyOf(line.image, tags, resigner));
  } // prettier-ignore
}

/** Of a registry's TUF repository tags are signed, of the other schemes digests. */
function keyOf(image: string, tags: readonly { readonly tag: string }[], { scheme, keyId }: Pick<Resigner, 'scheme' | 'keyId'>): string {
  const names = scheme === 'registry' ? tags.map(({ tag }) => tag).sort() : [];
  return JSON.stringify([image, scheme, keyId, ...names]);
}

function keyOfLine(line: string, path: string, number: number): string {
  const problem = (): PratiqueError =>
    new PratiqueError('RECORD_UNUSABLE', `${path}:${number} is not a line of a migration record`, {
      hint: 'pass another file as --record',
    });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw problem();
  }
  if (!isJsonObject(value) || field(value, 'schemaVersion') !== 1) throw problem();
  const [image, scheme, keyId, tags] = ['image', 'scheme', 'keyId', 'tags'].map((name) => field(value, name));
  if (typeof image !== 'string' || typeof scheme !== 'string' || typeof keyId !== 'string' || !Array.isArray(tags)) throw problem();
  const named = tags.map((each: unknown) => ({ tag: isJsonObject(each) ? String(field(each, 'tag')) : '' }));
  return keyOf(image, named, { scheme: scheme as Resigner['scheme'], keyId });
}

async function readRecord(path: string): Promise<string> {
  try {
    // Not a pipe, which would hold it up, and not a device, which never ends.
    if (!(await stat(path)).isFile())
      throw new PratiqueError('RECORD_UNUSABLE', `${path} is not a file`, { hint: 'pass another file as --record' });
    const bytes = await readFile(path);
    if (bytes.length <= limits.exportArchiveBytes) return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof PratiqueError) throw error;
    if (systemCodeOf(error) === 'ENOENT') return '';
    throw new PratiqueError('RECORD_UNUSABLE', `${path} cannot be read`, { cause: error, hint: 'pass another file as --record' });
  }
  throw new PratiqueError('RECORD_UNUSABLE', `${path} is longer than ${limits.exportArchiveBytes} bytes`, {
    hint: 'pass another file as --record',
  });
}

type Handle = Awaited<ReturnType<typeof open>>;

function openForAppending(path: string): Promise<Handle> {
  return open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o644).catch((cause: unknown) => {
    throw new PratiqueError('RECORD_UNUSABLE', `${path} cannot be written`, { cause, hint: 'pass another file as --record' });
  });
}

/** So that the next line does not run into one that was cut. */
async function endCutLine(handle: Handle): Promise<void> {
  const { size } = await handle.stat();
  if (size === 0) return;
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  if (last[0] === 0x0a) return;
  const { buffer } = await handle.read(Buffer.alloc(Math.min(size, 1024 * 1024)), 0, Math.min(size, 1024 * 1024), Math.max(0, size - 1024 * 1024));
  await handle.truncate(Math.max(0, size - 1024 * 1024) + buffer.lastIndexOf(0x0a) + 1);
} // prettier-ignore
