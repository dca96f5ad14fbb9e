import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, optional, readArray, readMap, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { isRoleName, type RoleName } from '../../tuf/role-name.ts';
import { type Change } from '../changelist/change.ts';
import { formatChange, parseChange } from '../changelist/change-json.ts';
import { readTrustFile } from '../directory/read-trust-file.ts';
import { isMissing, toTrustFileError } from '../directory/trust-file-error.ts';
import { writeTrustFile } from '../directory/write-trust-file.ts';

/** A signed publication that is about to be sent, with what is needed to find out later whether it arrived, and to repeat it. */
export interface PendingPublication {
  readonly files: ReadonlyMap<RoleName, Buffer>;
  /** SHA-256 in hexadecimal of the files that the remote had for the roles in `files`; roles without a file are absent. */
  readonly base: ReadonlyMap<RoleName, string>;
  /** The changes in the files, to be made again when others have published in between. */
  readonly changes: readonly Change[];
  /** Files of the staged changes among them. */
  readonly staged: readonly string[];
}

export interface StoredPending extends PendingPublication {
  readonly path: string;
}

/** Largest file, with metadata in base64 and changes: bytes. */
const maxBytes = 64 * 1024 * 1024;

/** Publications of one repository that were started by this process, another, or one that was killed. */
export class PendingPublications {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Oldest first. */
  async list(): Promise<readonly StoredPending[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw toTrustFileError(error, this.#folder, 'cannot be listed');
    });
    const found: StoredPending[] = [];
    for (const name of names.filter((each) => each.endsWith('.pending')).sort()) {
      const path = join(this.#folder, name);
      const file = await readTrustFile(path, maxBytes);
      if (file !== undefined) found.push({ path, ...parsePending(file.bytes, path) });
    }
    return found;
  }

  /** The file is on the disk when this returns. */
  async add(pending: PendingPublication, runtime: Runtime): Promise<StoredPending> {
    const path = join(this.#folder, `${String(runtime.now().getTime()).padStart(16, '0')}_${randomUUID()}.pending`);
    await writeTrustFile(path, formatPending(pending));
    return { path, ...pending };
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function formatPending({ files, base, changes, staged }: PendingPublication): string {
  return JSON.stringify({
    files: Object.fromEntries([...files].map(([role, bytes]) => [role, bytes.toString('base64')])),
    base: Object.fromEntries(base),
    changes: changes.map(formatChange),
    staged,
  });
}

function parsePending(bytes: Buffer, path: string): PendingPublication {
  try {
    const json = readObject(parseJsonBounded(bytes, { maxBytes, maxDepth: 4 }), 'pending');
    const files = readMap(field(json, 'files'), 'files', readString);
    const base = readMap(field(json, 'base'), 'base', readString);
    return {
      files: new Map([...files].map(([role, text]) => [roleOf(role), Buffer.from(text, 'base64')])),
      base: new Map([...base].map(([role, hash]) => [roleOf(role), hash])),
      changes: readArray(field(json, 'changes'), 'changes', readString).map((text, i) => parseChange(Buffer.from(text), `${path}[${i}]`)),
      staged: optional(field(json, 'staged'), 'staged', (value, what) => readArray(value, what, readString)) ?? [],
    };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('TRUST_FILE_UNUSABLE', `${path} ${error.message}`, { cause: error });
  }
}

function roleOf(text: string): RoleName {
  if (isRoleName(text) && text.length <= limits.roleNameCharacters) return text;
  throw new JsonError('type', `${JSON.stringify(text.slice(0, 80))} is not a role`);
}
