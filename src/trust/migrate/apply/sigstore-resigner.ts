import { createHash, type KeyObject } from 'node:crypto';
import { checkSignature } from '../../sigstore/sign/check-signature.ts';
import { type SigningContext } from '../../sigstore/sign/make-signature.ts';
import { orderImageSignature } from '../../sigstore/sign/order-image-signature.ts';
import { signAndStore, type SignatureOrder } from '../../sigstore/sign/sign-and-store.ts';
import { formatPlace } from '../../store/found-artifact.ts';
import { type SignatureToStore } from '../../store/store-signature.ts';
import { type Resigner } from './resigner.ts';

export interface SigstoreResigning {
  readonly context: SigningContext;
  readonly publicKey: KeyObject;
  /** A bundle, or one of cosign's older formats. */
  readonly form: SignatureOrder['form'];
  /** Verifies each signature, with the trusted root of the log and timestamp services, before it is stored. */
  readonly check: (signature: SignatureToStore, order: SignatureOrder) => Promise<void>;
}

/** Signs with a key, as `pratique sign --key` does. */
export function sigstoreResigner({ context, publicKey, form, check }: SigstoreResigning): Resigner {
  const checkBoth: SigstoreResigning['check'] = async (signature, order) => {
    await check(signature, order);
    if (context.witnesses.logs.length > 0) return;
    await checkSignature(
      order.subject.digest,
      signature,
      { kind: 'key', publicKey },
      { now: new Date(0), requirements: { transparencyLogs: 0 } },
    );
  };
  return {
    scheme: 'sigstore',
    keyId: createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    sign: async ({ image, subject, repository, annotations }, runtime) => {
      // cosign names images as go-containerregistry does, which calls Docker Hub by its older name.
      const dockerReference = image.repository.replace(/^docker\.io\//, 'index.docker.io/');
      const order = orderImageSignature({ subject, dockerReference, annotations }, form);
      const [stored] = await signAndStore(repository, [order], context, checkBoth, runtime);
      return { foundAt: stored === undefined ? 'nowhere' : formatPlace(stored.place) };
    },
    policyTerms: () =>
      Promise.resolve({ sigstore: { identities: [{ key: publicKey.export({ type: 'spki', format: 'pem' }).toString() }] } }),
  };
}
