import { type Digest } from '../../../model/digest.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { formatEnvelope } from '../../dsse/format-envelope.ts';
import { type ArtifactPlace } from '../../store/found-artifact.ts';
import { assertReferrersTagFree } from '../../store/referrers-tag.ts';
import { type SubjectDescriptor } from '../../store/resolve-image.ts';
import { type SignatureToStore, storeSignature } from '../../store/store-signature.ts';
import { formatAnnotations } from './format-annotations.ts';
import { formatBundle } from './format-bundle.ts';
import { toEnvelope } from './log-entry-request.ts';
import { type MadeSignature } from './made-signature.ts';
import { makeSignature, type SigningContext } from './make-signature.ts';
import { type SignatureContent } from './signature-content.ts';

/** One thing to sign and the form to store it in: a bundle beside the image, or cosign's classic form under its tag or as a referrer. */
export interface SignatureOrder {
  readonly subject: SubjectDescriptor;
  readonly content: SignatureContent;
  readonly form: 'bundle' | 'classic tag' | 'classic referrer';
  /** Of the statement in an envelope. */
  readonly predicateType?: string;
}

export interface StoredSignature {
  readonly subject: Digest;
  readonly place: ArtifactPlace;
  readonly kind: SignatureToStore['kind'];
  readonly made: MadeSignature;
}

/**
 * Makes every signature first and stores them afterwards, so that a service that fails leaves nothing behind. `check` sees each before anything is
 * stored, and throws when it would not verify. Throws SIGNING_FAILED, USAGE and REGISTRY_*.
 */
export async function signAndStore(
  repository: Repository,
  orders: readonly SignatureOrder[],
  context: SigningContext,
  check: (signature: SignatureToStore, order: SignatureOrder) => Promise<void>,
  runtime: Runtime,
): Promise<readonly StoredSignature[]> {
  const listed = orders.filter(({ form }) => form !== 'classic tag');
  for (const digest of new Set(listed.map(({ subject }) => subject.digest))) await assertReferrersTagFree(repository, digest, runtime);
  const ready: { readonly order: SignatureOrder; readonly made: MadeSignature; readonly signature: SignatureToStore }[] = [];
  for (const order of orders) {
    const stamped = order.form === 'bundle' ? 'signature' : 'envelope';
    const made = await makeSignature(order.content, context, stamped, runtime);
    const signature = toStorable(order, made);
    await check(signature, order);
    ready.push({ order, made, signature });
  }
  const stored: StoredSignature[] = [];
  for (const { order, made, signature } of ready) {
    const form = order.form === 'classic tag' ? 'tag' : 'referrer';
    const place = await storeSignature({ repository, subject: order.subject }, signature, { form }, runtime);
    stored.push({ subject: order.subject.digest, place, kind: signature.kind, made });
  }
  return stored;
}

function toStorable({ form, content, predicateType }: SignatureOrder, made: MadeSignature): SignatureToStore {
  if (form === 'bundle')
    return {
      kind: 'sigstore-bundle',
      payload: formatBundle(made),
      content: content.kind === 'envelope' ? 'dsse-envelope' : 'message-signature',
      ...(predicateType === undefined ? {} : { predicateType }),
    };
  const annotations = formatAnnotations(made);
  if (content.kind === 'envelope')
    return {
      kind: 'dsse-attestation',
      payload: Buffer.from(formatEnvelope(toEnvelope(content, made.signature))),
      predicateType: predicateType ?? '',
      annotations,
    };
  const signature = Buffer.from(made.signature).toString('base64');
  return {
    kind: 'simple-signing',
    payload: content.payload,
    annotations: new Map([['dev.cosignproject.cosign/signature', signature], ...annotations]),
  };
}
