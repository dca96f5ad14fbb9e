import { type Runtime } from '../../model/runtime.ts';
import { type RootPins } from '../tuf/root-pins.ts';
import { type TrustDirectory } from './directory/trust-directory.ts';
import { type Gun } from './gun.ts';
import { type KeyStore } from './key/key-store.ts';
import { type MetadataRemote } from './remote/metadata-remote.ts';

/** What an operation on one repository works with. */
export interface NotaryContext {
  readonly gun: Gun;
  readonly remote: MetadataRemote;
  /** `~/.docker/trust` or `~/.notary`. */
  readonly directory: TrustDirectory;
  /** The private keys of the directory. */
  readonly keys: KeyStore;
  readonly pins: RootPins;
  /** Root key IDs that a policy pins for the repository: no other root is created for it. They do not decide what is trusted. */
  readonly knownRootKeys?: () => Promise<readonly string[]>;
  /** Whether the cache may be used, as long as it has not expired, when the remote cannot be reached. A notice says so. */
  readonly isOfflineAllowed?: boolean;
  /** Whether the remote has a copy of metadata that are published elsewhere. */
  readonly isCopy?: boolean;
  /** Whether a change may continue from expired metadata that this machine has no earlier version of. */
  readonly isExpiryAccepted?: boolean;
  readonly runtime: Runtime;
}
