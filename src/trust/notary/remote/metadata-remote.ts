import { type Runtime } from '../../../model/runtime.ts';
import { type PublicKey } from '../../crypto/public-key.ts';

/** Where the metadata of one repository is published: a Notary server or a registry. Its content is not trusted. */
export interface MetadataRemote {
  /** For messages and verdicts: `https://notary.example.org`. */
  readonly name: string;
  /** Absent where the publisher holds every key, timestamp included. */
  readonly serverKeys?: ServerKeys;
  /** The bytes of one file; `undefined` when it does not exist. Throws REGISTRY_* and LIMIT_EXCEEDED; the content is not verified. */
  fetch(file: MetadataFile, maxBytes: number, runtime: Runtime): Promise<Buffer | undefined>;
  /**
   * Publishes all files or none, by role. `conflict` when another client published in between. Throws TRUST_SERVER_REFUSED when the content is
   * refused; after any other error it is unknown whether it was accepted.
   */
  publish(files: ReadonlyMap<string, Buffer>, runtime: Runtime): Promise<'published' | 'conflict'>;
  /** Removes all metadata of the repository, if there is any. */
  removeAll(runtime: Runtime): Promise<void>;
}

/** The current file of a role, or a fixed one by its SHA-256 or SHA-512 in hexadecimal, or by its version. */
export type MetadataFile =
  { readonly role: string } | { readonly role: string; readonly hash: string } | { readonly role: string; readonly version: number };

/** Keys that a server holds: of the timestamp, and of the snapshot where the server manages it. */
export interface ServerKeys {
  get(role: 'timestamp' | 'snapshot', runtime: Runtime): Promise<PublicKey>;
  /** A new key, which takes effect when a root with it is published. */
  rotate(role: 'timestamp' | 'snapshot', runtime: Runtime): Promise<PublicKey>;
}
