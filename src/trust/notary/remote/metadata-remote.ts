import { type Runtime } from '../../../model/runtime.ts';
import { type PublicKey } from '../../crypto/public-key.ts';

/** Where the metadata of one repository are published: a Notary server, or artifacts in a registry. It is not trusted. */
export interface MetadataRemote {
  /** For messages and verdicts: `https://notary.example.org`. */
  readonly name: string;
  /** Absent where the publisher holds every key, timestamp included. */
  readonly serverKeys?: ServerKeys;
  /** One file's bytes; `undefined` when the remote has none. Throws REGISTRY_* and LIMIT_EXCEEDED, never a judgement on the content. */
  fetch(file: MetadataFile, maxBytes: number, runtime: Runtime): Promise<Buffer | undefined>;
  /**
   * All files or none, by role. `conflict` when somebody else published in between. Throws TRUST_SERVER_REFUSED when the content is not
   * taken; after any other error nobody knows whether it was.
   */
  publish(files: ReadonlyMap<string, Buffer>, runtime: Runtime): Promise<'published' | 'conflict'>;
  /** Everything of the repository; without a complaint when there is nothing. */
  removeAll(runtime: Runtime): Promise<void>;
}

/** The current file of a role, or one that does not change: by its SHA-256 or SHA-512 in hexadecimal, or by its version. */
export type MetadataFile =
  { readonly role: string } | { readonly role: string; readonly hash: string } | { readonly role: string; readonly version: number };

/** Keys that a server holds and signs with: of timestamp, and of snapshot where that was given to it. */
export interface ServerKeys {
  get(role: 'timestamp' | 'snapshot', runtime: Runtime): Promise<PublicKey>;
  /** A new one; it counts once a root with it is published. */
  rotate(role: 'timestamp' | 'snapshot', runtime: Runtime): Promise<PublicKey>;
}
