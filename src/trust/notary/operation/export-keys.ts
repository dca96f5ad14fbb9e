import { writePem } from '../../crypto/pem.ts';
import { type KeyStore } from '../key/key-store.ts';

export interface ExportKeysOptions {
  /** All keys when neither is given. */
  readonly keyIds?: readonly string[];
  readonly gun?: string;
}

/** Encrypted key files as they are, one after another, each with its place, as `notary key export` writes them for `notary key import` and `import-keys.ts`. */
export async function exportKeys(keys: KeyStore, { keyIds, gun }: ExportKeysOptions = {}): Promise<string> {
  const listed = await keys.list();
  const ids = keyIds ?? listed.filter((key) => gun === undefined || key.gun === gun).map(({ id }) => id);
  const texts: string[] = [];
  for (const id of ids) {
    const { stored, file } = await keys.read(id);
    const { block } = file;
    const named = { role: stored.role, gun: stored.gun ?? '', path: id };
    const headers = new Map([...block.headers, ...Object.entries(named).filter(([, value]) => value !== '')]);
    texts.push(writePem(block.label, block.bytes, headers));
  }
  return texts.join('');
}
