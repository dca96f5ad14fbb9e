import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type TrustRefusal } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type FoundArtifact, type FoundArtifacts } from '../store/found-artifact.ts';
import { findSignatures, type SubjectImage } from '../store/find-signatures.ts';
import { inspectNotation, type NotationInspection } from './inspect-notation.ts';

export interface NotationListing {
  readonly signatures: readonly ListedSignature[];
  readonly unreadable: FoundArtifacts['unreadable'];
  /** Which bound stopped the search, if one did. */
  readonly stoppedAt?: string;
}

export interface ListedSignature {
  readonly foundAt: string;
  /** Of the envelope. */
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content:
    { readonly kind: 'inspection'; readonly inspection: NotationInspection } | { readonly kind: 'refused'; readonly refusal: TrustRefusal };
}

/** The Notary Project signatures beside an image, with what they say of themselves; nothing is verified. Throws as `findSignatures` does. */
export async function listNotation(image: SubjectImage, runtime: Runtime): Promise<NotationListing> {
  const { artifacts, unreadable, stoppedAt } = await findSignatures(image, { kinds: new Set(['notation']) }, runtime);
  const signatures: ListedSignature[] = [];
  for (const artifact of artifacts) signatures.push(await inspectArtifact(artifact, runtime));
  return { signatures, unreadable, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
}

async function inspectArtifact(artifact: FoundArtifact, runtime: Runtime): Promise<ListedSignature> {
  const { foundAt, digest, mediaType } = artifact;
  try {
    const inspection = inspectNotation(await artifact.load(runtime), mediaType, foundAt);
    return { foundAt, digest, mediaType, content: { kind: 'inspection', inspection } };
  } catch (cause) {
    if (!(cause instanceof VerificationError)) throw cause;
    return { foundAt, digest, mediaType, content: { kind: 'refused', refusal: cause.toRefusal('notation') } };
  }
}
