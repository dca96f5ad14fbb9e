import { writePem } from '../../crypto/pem.ts';
import { type KeyStore } from '../key/key-store.ts';
import { assertSignerName } from './add-signer.ts';

export interface GeneratedKey {
  readonly id: string;
  /** PEM, for the person who adds the signer; Docker writes it to `NAME.pub`. */
  readonly publicKeyPem: string;
}

/** Generates a key for a signer, stored encrypted in the trust directory, as `docker trust key generate`; named `root`, a root key. */
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
