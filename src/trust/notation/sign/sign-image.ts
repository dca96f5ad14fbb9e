import { createHash } from 'node:crypto';
import { type Runtime } from '../../../model/runtime.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type ArtifactPlace, formatPlace } from '../../store/found-artifact.ts';
import { assertReferrersTagFree } from '../../store/referrers-tag.ts';
import { type SubjectDescriptor } from '../../store/resolve-image.ts';
import { storeSignature } from '../../store/store-signature.ts';
import { type NotationSigner } from './notation-signer.ts';
import { type EnvelopeOptions, signEnvelope, type SignedEnvelope } from './sign-envelope.ts';

export interface NotationSigning extends EnvelopeOptions {
  readonly repository: Repository;
  /** A manifest or an index, as the registry has it. */
  readonly subject: SubjectDescriptor;
  readonly signer: NotationSigner;
}

export interface StoredNotationSignature {
  readonly envelope: SignedEnvelope;
  readonly place: ArtifactPlace;
  /** For people: `referrer sha256:…`. */
  readonly foundAt: string;
}

/** Signs an artifact and stores the signature beside it as a referrer; Notary Project, signature-specification.md, storage. Throws as its parts do. */
export async function signWithNotation(
  { repository, subject, signer, ...options }: NotationSigning,
  runtime: Runtime,
): Promise<StoredNotationSignature> {
  await assertReferrersTagFree(repository, subject.digest, runtime);
  const envelope = await signEnvelope(subject, signer, options, runtime);
  const thumbprints = signer.chain.map(({ der }) => createHash('sha256').update(der).digest('hex'));
  const { bytes: payload, mediaType } = envelope;
  const place = await storeSignature({ repository, subject }, { kind: 'notation', payload, mediaType, thumbprints }, {}, runtime);
  return { envelope, place, foundAt: formatPlace(place) };
}
