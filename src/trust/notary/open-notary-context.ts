import { type Runtime } from '../../model/runtime.ts';
import { type RootPins } from '../tuf/root-pins.ts';
import { privateFolder } from './directory/trust-directory.ts';
import { type Gun } from './gun.ts';
import { type KeyDerivation } from './key/encrypted-private-key.ts';
import { KeyStore } from './key/key-store.ts';
import { type Passphrases } from './key/passphrases.ts';
import { type NotaryContext } from './notary-context.ts';
import { type MetadataRemote } from './remote/metadata-remote.ts';

export interface NotaryContextOptions {
  readonly gun: Gun;
  readonly remote: MetadataRemote;
  /** Path of `~/.docker/trust` or `~/.notary`. */
  readonly trustDirectory: string;
  readonly passphrases: Passphrases;
  readonly pins: RootPins;
  readonly knownRootKeys?: () => Promise<readonly string[]>;
  /** How new key files are encrypted; by default so that notary and docker can read them. */
  readonly derivation?: KeyDerivation;
  readonly isOfflineAllowed?: boolean;
  readonly isExpiryAccepted?: boolean;
  readonly isCopy?: boolean;
}

/** Does not read or write anything yet. */
export function openNotaryContext(options: NotaryContextOptions, runtime: Runtime): NotaryContext {
  const {
    gun,
    remote,
    trustDirectory: path,
    passphrases,
    pins,
    knownRootKeys,
    derivation,
    isOfflineAllowed = false,
    isExpiryAccepted = false,
    isCopy = false,
  } = options;
  const directory = { path };
  const keys = new KeyStore(privateFolder(directory), passphrases, {
    log: runtime.log,
    ...(derivation === undefined ? {} : { derivation }),
  });
  return {
    gun,
    remote,
    directory,
    keys,
    pins,
    ...(knownRootKeys === undefined ? {} : { knownRootKeys }),
    isOfflineAllowed,
    isExpiryAccepted,
    isCopy,
    runtime,
  };
}
