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
  /** How new key files are encrypted: so that notary and docker read them when absent. */
  readonly derivation?: KeyDerivation;
  readonly isOfflineAllowed?: boolean;
}

/** Reads and writes nothing yet. */
export function openNotaryContext(options: NotaryContextOptions, runtime: Runtime): NotaryContext {
  const { gun, remote, trustDirectory: path, passphrases, pins, derivation, isOfflineAllowed = false } = options;
  const directory = { path };
  return { gun, remote, directory, keys: new KeyStore(privateFolder(directory), passphrases, derivation), pins, isOfflineAllowed, runtime };
}
