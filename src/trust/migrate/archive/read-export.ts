import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { describeSystemError } from '../../../lib/file/describe-system-error.ts';
import { systemCodeOf } from '../../../lib/file/system-code-of.ts';
import { field, optional, readArray, readBoolean, readCount, readObject, readString } from '../../../lib/json/json-readers.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { TarParser } from '../../../lib/tar/tar-parser.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';

/** The part of an export that is needed to verify it and to sign its images again. */
export interface ReadExport {
  readonly exportedAt: Date;
  readonly collections: readonly ReadCollection[];
}

export interface ReadCollection {
  readonly gun: string;
  readonly server: string;
  /** Whether it verified when it was exported; it is always verified again. */
  readonly wasVerified: boolean;
  /** Root key IDs by which it verified then; a claim of the archive. */
  readonly trustRoot?: string;
  readonly files: readonly ReadFile[];
}

/** A metadata file. */
export interface ReadFile {
  readonly role: string;
  readonly version?: number;
  readonly sha256: string;
  readonly isVerified: boolean;
  readonly bytes: Buffer;
}

/** Reads an archive of `trust migrate export`. Throws EXPORT_INVALID when it is damaged, and TARGET_NOT_FOUND. */
export async function readExport(path: string): Promise<ReadExport> {
  const members = await readMembers(path);
  const index = members.get('index.json');
  if (index === undefined) throw invalid(path, 'index.json is missing');
  try {
    return decodeIndex(parseJsonBounded(index, { maxBytes: limits.exportBytes, maxDepth: 16 }), members, path);
  } catch (error) {
    if (error instanceof JsonError) throw invalid(path, `index.json ${error.message}`, error);
    throw error;
  }
}

function decodeIndex(value: unknown, members: ReadonlyMap<string, Buffer>, path: string): ReadExport {
  const index = readObject(value, 'index');
  if (field(index, 'schemaVersion') !== 1) throw invalid(path, 'unsupported version of the archive format');
  const exportedAt = new Date(readString(field(index, 'exportedAt'), 'exportedAt'));
  if (Number.isNaN(exportedAt.getTime())) throw invalid(path, 'exportedAt is not a date');
  const readFile = (file: unknown, what: string): ReadFile => decodeFile(file, what, members, path);
  const collections = readArray(field(index, 'collections'), 'collections', (each, what) => {
    const collection = readObject(each, what);
    const verification = readObject(field(collection, 'verification'), `${what}.verification`);
    const trustRoot = optional(field(verification, 'trustRoot'), `${what}.verification.trustRoot`, (root, which) =>
      readString(field(readObject(root, which), 'name'), `${which}.name`),
    );
    return {
      gun: readString(field(collection, 'gun'), `${what}.gun`),
      server: readString(field(collection, 'server'), `${what}.server`),
      wasVerified: readBoolean(field(verification, 'isVerified'), `${what}.verification.isVerified`),
      ...(trustRoot === undefined ? {} : { trustRoot }),
      files: readArray(field(collection, 'files'), `${what}.files`, readFile),
    };
  });
  return { exportedAt, collections };
}

function decodeFile(value: unknown, what: string, members: ReadonlyMap<string, Buffer>, path: string): ReadFile {
  const file = readObject(value, what);
  const name = readString(field(file, 'path'), `${what}.path`);
  const digest = readString(field(file, 'digest'), `${what}.digest`);
  const bytes = members.get(name);
  if (bytes === undefined) throw invalid(path, `${name} is missing`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (digest !== `sha256:${sha256}`) throw invalid(path, `${name} has the digest sha256:${sha256}; the index says ${digest.slice(0, 80)}`);
  const version = optional(field(file, 'version'), `${what}.version`, readCount);
  return {
    role: readString(field(file, 'role'), `${what}.role`),
    ...(version === undefined ? {} : { version }),
    sha256,
    isVerified: readBoolean(field(file, 'isVerified'), `${what}.isVerified`),
    bytes,
  };
}

/** Regular files by name, except private keys, which are not needed here. */
async function readMembers(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const members = new Map<string, Buffer>();
  let fault: string | undefined;
  const parser = new TarParser(
    {
      entry: ({ path: name, type }) => {
        if (type !== 'file' || name.startsWith('private/')) return undefined;
        const chunks: Buffer[] = [];
        return {
          write: (chunk) => void chunks.push(Buffer.from(chunk)),
          end: (isComplete) => {
            if (isComplete) members.set(name, Buffer.concat(chunks));
          },
        };
      },
      fault: ({ scope, message }) => {
        if (scope !== 'note') fault ??= message;
      },
    },
    { entries: limits.exportFiles + 10_000, metaBytes: limits.tarMetaBytes, paxRecords: limits.tarPaxRecords, metaChain: limits.tarMetaChain, sparseSegments: 0, pathBytes: limits.pathBytes, pathDepth: limits.pathDepth },
  ); // prettier-ignore
  await pour(path, parser);
  if (fault !== undefined) throw invalid(path, fault);
  return members;
}

async function pour(path: string, parser: TarParser): Promise<void> {
  // A pipe that nobody writes to does not hold it up.
  const handle: FileHandle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    throw new PratiqueError('TARGET_NOT_FOUND', `cannot open the archive ${path === '' ? '""' : path}`, { cause });
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw invalid(path, 'it is not a file');
    const { size } = stat;
    if (size > limits.exportArchiveBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${path} has ${size} bytes, more than ${limits.exportArchiveBytes}`);
    for await (const chunk of handle.createReadStream({ autoClose: false })) parser.push(chunk as Buffer);
    parser.end();
  } catch (error) {
    throw systemCodeOf(error) === undefined ? error : invalid(path, describeSystemError(error), error);
  } finally {
    await handle.close();
  }
} // prettier-ignore

function invalid(path: string, reason: string, cause?: unknown): PratiqueError {
  return new PratiqueError('EXPORT_INVALID', `${path}: ${reason}`, { cause });
}
