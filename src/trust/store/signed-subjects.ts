import { type ArtifactKind } from './artifact-kind.ts';

/** The payload of an artifact, as far as its subject is asked for. */
export interface SignedPayload {
  readonly kind: ArtifactKind;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Where it was found, for messages. */
  readonly object: string;
}

/**
 * Reads which digests a payload was signed for, as `algorithm:hex`; `undefined` where it does not say. Nothing is verified. Throws VerificationError for a
 * payload that cannot be read. The formats belong to `sigstore` and `notation`, which build on this folder, so the caller passes the reader in.
 */
export type SubjectReader = (payload: SignedPayload) => Promise<ReadonlySet<string> | undefined>;
