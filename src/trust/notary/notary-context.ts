import { type Runtime } from '../../model/runtime.ts';
import { type RootPins } from '../tuf/root-pins.ts';
import { type TrustDirectory } from './directory/trust-directory.ts';
import { type Gun } from './gun.ts';
import { type KeyStore } from './key/key-store.ts';
import { type MetadataRemote } from './remote/metadata-remote.ts';

/** All that an operation on one repository works with. */
export interface NotaryContext {
  readonly gun: Gun;
  readonly remote: MetadataRemote;
  /** `~/.docker/trust` or `~/.notary`. */
  readonly directory: TrustDirectory;
  /** The private keys of the directory. */
  readonly keys: KeyStore;
  readonly pins: RootPins;
  /** Whether what was kept may be believed, as long as it has not expired, when the remote cannot be reached; it is said aloud. */
  readonly isOfflineAllowed?: boolean;
  readonly runtime: Runtime;
}
