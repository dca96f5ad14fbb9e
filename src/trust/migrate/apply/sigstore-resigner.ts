import { createHash, type KeyObject } from 'node:crypto';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { parseReference } from '../../../model/reference.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { readSimpleSigning } from '../../sigstore/cosign/read-simple-signing.ts';
import { checkSignature } from '../../sigstore/sign/check-signature.ts';
import { type SigningContext } from '../../sigstore/sign/make-signature.ts';
import { orderImageSignature } from '../../sigstore/sign/order-image-signature.ts';
import { signAndStore, type SignatureOrder } from '../../sigstore/sign/sign-and-store.ts';
import { contentFaults } from '../../store/content-faults.ts';
import { findSignatures } from '../../store/find-signatures.ts';
import { formatPlace } from '../../store/found-artifact.ts';
import { type SignatureToStore } from '../../store/store-signature.ts';
import { type ImageToSign, type Resigner } from './resigner.ts';

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
    if (logs.length > 0) return;
    await checkSignature(
      order.subject.digest,
      signature,
      { kind: 'key', publicKey },
      { now: new Date(0), requirements: { transparencyLogs: 0 } },
    );
  };
  const { logs, timestampAuthorities } = context.witnesses;
  return {
    scheme: 'sigstore',
    keyId: createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex'),
    witnesses: { hasLog: logs.length > 0, hasTime: logs.length + timestampAuthorities.length > 0 },
    findExisting: (image, runtime) => findExisting(image, form, checkBoth, runtime),
    sign: async ({ image, subject, repository, annotations }, runtime) => {
      const order = orderSignature({ image, subject, annotations }, form);
      const [stored] = await signAndStore(repository, [order], context, checkBoth, runtime);
      return { foundAt: stored === undefined ? 'nowhere' : formatPlace(stored.place) };
    },
    policyTerms: () =>
      Promise.resolve({ sigstore: { identities: [{ key: publicKey.export({ type: 'spki', format: 'pem' }).toString() }] } }),
  };
}

function orderSignature({ image, subject, annotations }: Omit<ImageToSign, 'repository'>, form: SignatureOrder['form']): SignatureOrder {
  // cosign names images as go-containerregistry does, which calls Docker Hub by its older name.
  const dockerReference = image.repository.replace(/^docker\.io\//, 'index.docker.io/');
  return orderImageSignature({ subject, dockerReference, annotations }, form);
}

/** A signature in the same form that passes the check of new ones: by the same key, for this digest, with the log entries that this run asks for. */
async function findExisting(
  toSign: ImageToSign,
  form: SignatureOrder['form'],
  check: SigstoreResigning['check'],
  runtime: Runtime,
): Promise<string | undefined> {
  const { image, subject, repository } = toSign;
  const kind = form === 'bundle' ? 'sigstore-bundle' : 'simple-signing';
  const found = await findSignatures({ repository, digest: subject.digest }, { kinds: new Set([kind]) }, runtime);
  const order = orderSignature(toSign, form);
  for (const artifact of found.artifacts) {
    if (form !== 'bundle' && !artifact.places.some((place) => place.kind === (form === 'classic tag' ? 'tag' : 'referrer'))) continue;
    const predicateType = artifact.manifestAnnotations.get('dev.sigstore.bundle.predicateType');
    if (form === 'bundle' && predicateType !== order.predicateType) continue;
    try {
      const payload = await artifact.load(runtime);
      const signature: SignatureToStore =
        kind === 'sigstore-bundle' ? { kind, payload, content: 'dsse-envelope' } : { kind, payload, annotations: artifact.annotations };
      if (kind === 'simple-signing' && !isNamed(payload, image.repository, artifact.foundAt)) continue;
      await check(signature, order);
      return artifact.foundAt;
    } catch (error) {
      // A signature by another key, or a damaged one, does not replace the new one.
      const isOther = error instanceof VerificationError || (error instanceof PratiqueError && skipped.has(error.code));
      if (!isOther) throw error;
    }
  }
  return undefined;
}

const skipped: ReadonlySet<string> = new Set(['SIGNING_FAILED', ...contentFaults]);

function isNamed(payload: Uint8Array, name: string, foundAt: string): boolean {
  const { registry, repository } = parseReference(readSimpleSigning(payload, foundAt).reference);
  return `${registry}/${repository}` === name;
}
