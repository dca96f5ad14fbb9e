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
  /** Of keys that do not say what they are for. */
  readonly role?: string;
  readonly gun?: string;
  /** Of keys in the text that are encrypted; their copies get a passphrase of the trust directory. */
  readonly filePassphrases: Passphrases;
}

/** Puts keys of a PEM text into the trust directory; answers their IDs. Those that are there already stay as they are. All are opened before the first is written. */
export async function importKeys(keys: KeyStore, options: ImportKeysOptions): Promise<readonly string[]> {
  const opened = [];
  for (const file of parseKeyFiles(options.text, options.path)) {
    const role = file.role ?? options.role;
    if (role === undefined)
      throw new PratiqueError('KEY_UNUSABLE', `a key of ${options.path} does not say what it is for`, {
        hint: 'give its role with --role',
      });
    opened.push({ role, gun: file.gun ?? options.gun, key: await openForeign(file, role, options.path, options.filePassphrases) });
  }
  const ids: string[] = [];
  for (const { role, gun, key } of opened) ids.push((await keys.add(key, role, role === 'root' ? undefined : gun)).publicKey.id);
  return ids;
}
