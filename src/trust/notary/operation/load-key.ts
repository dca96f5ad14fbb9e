import { type KeyObject } from 'node:crypto';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { readTrustFile } from '../directory/read-trust-file.ts';
import { type KeyFile, openKeyFile, parseKeyFile } from '../key/key-file.ts';
import { type KeyStore } from '../key/key-store.ts';
import { type Passphrases, withPassphrase } from '../key/passphrases.ts';
import { assertSignerName } from './add-signer.ts';

export interface LoadKeyOptions {
  /** Of a PEM private key. */
  readonly path: string;
  /** Name of the signer; `signer` by default, as in Docker. */
  readonly name?: string;
  /** For the file, when it is encrypted; the imported key gets a passphrase of the trust directory. */
  readonly filePassphrases: Passphrases;
}

/** Imports a private key of a PEM file into the trust directory, as `docker trust key load`, and returns its ID. Throws KEY_NOT_FOUND, KEY_UNUSABLE and PASSPHRASE_*. */
export async function loadKey(keys: KeyStore, { path, name = 'signer', filePassphrases }: LoadKeyOptions): Promise<string> {
  if (name !== 'root') assertSignerName(name);
  const found = await readTrustFile(path, limits.privateKeyBytes);
  if (found === undefined) throw new PratiqueError('KEY_NOT_FOUND', `there is no key file ${path}`);
  const key = await openForeign(parseKeyFile(found.bytes.toString('latin1'), path), name, path, filePassphrases);
  return (await keys.add(key, name)).publicKey.id;
}

/** Opens a key from outside the trust directory. */
export async function openForeign(file: KeyFile, role: string, what: string, passphrases: Passphrases): Promise<KeyObject> {
  if (!file.isEncrypted) return openKeyFile(file, '', what);
  return withPassphrase(passphrases, { role }, (passphrase) => openKeyFile(file, passphrase, what));
}
