import { createHash } from 'node:crypto';
import { messageOf } from '../../lib/text/message-of.ts';
import { type Descriptor } from '../../oci/document/descriptor.ts';
import { anyTimestamp } from '../x509/timestamp-rules.ts';
import { readTimestampToken } from '../x509/timestamp-token.ts';
import { parseChain } from './certificate/certificate-chain.ts';
import { type NotationCertificate } from './certificate/notation-certificate.ts';
import { decodeEnvelope } from './envelope/decode-envelope.ts';
import { decodePayload } from './envelope/decode-payload.ts';
import { type NotationFormat, type SignedAttributes } from './envelope/notation-envelope.ts';

/** What an envelope says. Nothing of it is verified. */
export interface NotationInspection {
  readonly format: NotationFormat;
  /** `PS256`, `ES384`, … */
  readonly algorithm: string;
  readonly attributes: SignedAttributes;
  readonly signingAgent?: string;
  readonly artifact: Descriptor;
  /** The signer's first. */
  readonly certificates: readonly InspectedCertificate[];
  readonly timestamp?: InspectedTimestamp;
}

export interface InspectedCertificate {
  readonly subject: string;
  /** SHA-256 of the DER, in hexadecimal. */
  readonly fingerprint: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export type InspectedTimestamp =
  { readonly kind: 'token'; readonly time: Date; readonly policy: string } | { readonly kind: 'unreadable'; readonly reason: string };

/** For people who want to look. Throws VerificationError for what is no envelope at all, naming `what`. */
export function inspectNotation(bytes: Uint8Array, mediaType: string, what: string): NotationInspection {
  const { format, algorithm, attributes, signingAgent, payload, certificates, timestampToken } = decodeEnvelope(bytes, mediaType, what);
  return {
    format,
    algorithm: algorithm.jwsName,
    attributes,
    ...(signingAgent === undefined ? {} : { signingAgent }),
    artifact: decodePayload(payload, what),
    certificates: parseChain(certificates, what).map(inspectCertificate),
    ...(timestampToken === undefined ? {} : { timestamp: inspectTimestamp(timestampToken) }),
  };
}

function inspectCertificate({ subject, der, notBefore, notAfter }: NotationCertificate): InspectedCertificate {
  return { subject: subject.text, fingerprint: createHash('sha256').update(der).digest('hex'), notBefore, notAfter };
}

function inspectTimestamp(token: Uint8Array): InspectedTimestamp {
  try {
    const { time, policy } = readTimestampToken(token, anyTimestamp);
    return { kind: 'token', time, policy };
  } catch (error) {
    return { kind: 'unreadable', reason: messageOf(error) };
  }
}
