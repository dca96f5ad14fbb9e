import { writePem } from '../../crypto/pem.ts';
import { type KeyStore } from '../key/key-store.ts';
import { assertSignerName } from './add-signer.ts';

export interface GeneratedKey {
  readonly id: string;
  /** PEM, to hand to whoever adds the signer; Docker puts it into `NAME.pub`. */
  readonly publicKeyPem: string;
}

/** A new key for a signer, kept encrypted in the trust directory, as `docker trust key generate`. With `root` as name a new root key. */
export async function generateKey(keys: KeyStore, options: { readonly name: string }): Promise<GeneratedKey> {
  if (options.name !== 'root') assertSignerName(options.name);
  const { publicKey } = await keys.create(options.name);
  return {
    id: publicKey.id,
    publicKeyPem: writePem(
      'PUBLIC KEY',
      publicKey.object.export({ type: 'spki', format: 'der' }),
      new Map(options.name === 'root' ? [] : [['role', options.name]]),
    ),
  };
}
