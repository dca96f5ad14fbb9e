import { PratiqueError } from '../../../model/pratique-error.ts';
import { parseKeyFiles } from '../key/key-file.ts';
import { type KeyStore } from '../key/key-store.ts';
import { type Passphrases } from '../key/passphrases.ts';
import { openForeign } from './load-key.ts';

export interface ImportKeysOptions {
  /** PEM, one key or several, as `notary key export` writes them or plain. */
  readonly text: string;
  /** For messages. */
  readonly path: string;
  /** Role of keys that state none. */
  readonly role?: string;
  readonly gun?: string;
  /** Passphrases of encrypted keys in the text; the imported keys get passphrases of the trust directory. */
  readonly filePassphrases: Passphrases;
}

/** Imports the keys of a PEM text into the trust directory and returns their IDs. Existing keys are not changed. All keys are opened before the first is written. */
export async function importKeys(keys: KeyStore, options: ImportKeysOptions): Promise<readonly string[]> {
  const opened = [];
  for (const file of parseKeyFiles(options.text, options.path)) {
    const role = file.role ?? options.role;
    if (role === undefined)
      throw new PratiqueError('KEY_UNUSABLE', `a key in ${options.path} has no role`, {
        hint: 'give its role with --role',
      });
    const gun = file.gun ?? options.gun;
    const what = `${options.path}: the ${role} key${gun === undefined ? '' : ` of ${gun}`}`;
    opened.push({ role, gun, key: await openForeign(file, role, what, options.filePassphrases) });
  }
  const ids: string[] = [];
  for (const { role, gun, key } of opened) ids.push((await keys.add(key, role, role === 'root' ? undefined : gun)).publicKey.id);
  return ids;
}
