import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type SubjectDescriptor } from '../../store/resolve-image.ts';
import { decodeEnvelope } from '../envelope/decode-envelope.ts';
import { envelopeMediaTypes, type NotationFormat } from '../envelope/notation-envelope.ts';
import { isSignedBy } from '../envelope/signature-algorithms.ts';
import { encodeCose } from './encode-cose.ts';
import { encodeJws } from './encode-jws.ts';
import { encodePayload } from './encode-payload.ts';
import { type EnvelopeContent, type UnfinishedEnvelope } from './envelope-content.ts';
import { type NotationSigner } from './notation-signer.ts';
import { requestTimestamp, type TimestampAuthority } from './request-timestamp.ts';

export interface EnvelopeOptions {
  /** `jws` when absent, as notation has it. */
  readonly format?: NotationFormat;
  /** How long the artifact is good for, from now on; for ever when absent. */
  readonly expiresInMs?: number;
  /** Signed with the artifact; keys that begin with `io.cncf.notary` are reserved. */
  readonly metadata?: ReadonlyMap<string, string>;
  readonly timestampAuthority?: TimestampAuthority;
}

export interface SignedEnvelope {
  readonly bytes: Uint8Array;
  readonly mediaType: (typeof envelopeMediaTypes)[NotationFormat];
}

const encoders: Readonly<Record<NotationFormat, (content: EnvelopeContent, signer: NotationSigner) => UnfinishedEnvelope>> = {
  jws: encodeJws,
  cose: encodeCose,
};

/** Signs an artifact under the scheme `notary.x509`, and reads what it made before it gives it away. Throws as its parts do. */
export async function signEnvelope(
  subject: SubjectDescriptor,
  signer: NotationSigner,
  options: EnvelopeOptions,
  runtime: Runtime,
): Promise<SignedEnvelope> {
  const { format = 'jws', expiresInMs, metadata = new Map<string, string>(), timestampAuthority } = options;
  const signingTime = new Date(Math.trunc(runtime.now().getTime() / 1_000) * 1_000);
  const content: EnvelopeContent = {
    payload: encodePayload(subject, metadata),
    signingTime,
    ...(expiresInMs === undefined ? {} : { expiry: new Date(signingTime.getTime() + Math.ceil(expiresInMs / 1_000) * 1_000) }),
    signingAgent: 'pratique',
  };
  const unfinished = encoders[format](content, signer);
  const token =
    timestampAuthority === undefined
      ? undefined
      : await requestTimestamp(unfinished.signature, signer.algorithm.hash, timestampAuthority, runtime);
  const bytes = unfinished.finish(token);
  const mediaType = envelopeMediaTypes[format];
  const { algorithm, signedBytes, signature } = decodeEnvelope(bytes, mediaType, 'the new signature');
  if (!isSignedBy(algorithm, signedBytes, signature, signer.chain[0].publicKey))
    throw new VerificationError('NOTATION_SIGNATURE_WRONG', 'the new signature', 'it does not verify with the key that made it');
  return { bytes, mediaType };
}
