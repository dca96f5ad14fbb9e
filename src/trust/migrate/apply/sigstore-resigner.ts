import { createHash, type KeyObject } from 'node:crypto';
import { type ServiceConnection } from '../../sigstore/sign/service-connection.ts';
import { keySigner } from '../../sigstore/sign/key-signer.ts';
import { type Witnesses } from '../../sigstore/sign/make-signature.ts';
import { orderImageSignature } from '../../sigstore/sign/order-image-signature.ts';
import { signAndStore, type SignatureOrder } from '../../sigstore/sign/sign-and-store.ts';
import { formatPlace } from '../../store/found-artifact.ts';
import { type SignatureToStore } from '../../store/store-signature.ts';
import { type Resigner } from './resigner.ts';

export interface SigstoreResigning {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** A bundle beside the image, or cosign's older forms. */
  readonly form: SignatureOrder['form'];
  readonly witnesses: Witnesses;
  readonly connection: ServiceConnection;
  /** Sees each signature before it is stored, and throws when it would not verify. */
  readonly check: (signature: SignatureToStore, order: SignatureOrder) => Promise<void>;
}

/** Signs with a key, as `pratique sign --key` does. */
export function sigstoreResigner({ privateKey, publicKey, form, witnesses, connection, check }: SigstoreResigning): Resigner {
  const context = { signer: keySigner(privateKey), witnesses, connection };
  return {
    scheme: 'sigstore',
    keyId: createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex'),
    sign: async ({ image, subject, repository, annotations }, runtime) => {
      const order = orderImageSignature({ subject, dockerReference: image.repository, annotations }, form);
      const [stored] = await signAndStore(repository, [order], context, check, runtime);
      return { foundAt: stored === undefined ? 'nowhere' : formatPlace(stored.place) };
    },
  };
} // prettier-ignore
