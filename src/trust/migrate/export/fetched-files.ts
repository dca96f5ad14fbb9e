import { createHash } from 'node:crypto';
import { type Issue, makeIssue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type RoleName } from '../../tuf/role-name.ts';

/** A metadata file as the server sent it, not verified. */
export interface FetchedFile {
  readonly role: RoleName;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** The files fetched from a server without duplicates, within the bounds of an export. */
export class FetchedFiles {
  readonly #remote: MetadataRemote;
  readonly #files = new Map<string, FetchedFile>();
  readonly #issues: Issue[];
  #bytes = 0;

  constructor(remote: MetadataRemote, issues: Issue[]) {
    this.#remote = remote;
    this.#issues = issues;
  }

  /** In the order of fetching. */
  get files(): readonly FetchedFile[] {
    return [...this.#files.values()];
  }

  /** The current file of a role, or the one with a version or SHA-256; `undefined` when the server has none. Throws as the remote does. */
  async fetch(
    role: RoleName,
    which: { readonly version?: number; readonly sha256?: string },
    runtime: Runtime,
    maxBytes = maxMetadataBytes(role),
  ): Promise<Buffer | undefined> {
    const { version, sha256 } = which;
    const file = sha256 !== undefined ? { role, hash: sha256 } : version !== undefined ? { role, version } : { role };
    const bytes = await this.#remote.fetch(file, maxBytes, runtime);
    if (bytes !== undefined) this.#keep(role, bytes);
    return bytes;
  }

  #keep(role: RoleName, bytes: Buffer): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = `${role} ${sha256}`;
    if (this.#files.has(key)) return;
    if (this.#files.size >= limits.exportFiles || this.#bytes + bytes.length > limits.exportBytes) {
      const bound = `${limits.exportFiles} files or ${limits.exportBytes} bytes`;
      this.#issues.push(makeIssue('MIGRATION_LIMIT', 'export', `a file of ${role} was not exported: more than ${bound} of metadata`));
      return;
    }
    this.#bytes += bytes.length;
    this.#files.set(key, { role, bytes, sha256 });
  }
}
