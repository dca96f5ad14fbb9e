import { Buffer } from 'node:buffer';
import { decodeExactBase64 } from '../../../lib/bytes/decode-exact-base64.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readObject, readString } from '../../../lib/json/json-readers.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { headerNames, type NotationEnvelope, payloadMediaType } from './notation-envelope.ts';
import { parseRfc3339 } from './parse-rfc3339.ts';
import { parseEnvelopeJson } from './parse-envelope-json.ts';
import { type SignatureAlgorithm, signatureAlgorithms } from './signature-algorithms.ts';
import { readSignedAttributes } from './protected-headers.ts';

/**
 * Notary Project, signature-envelope-jws.md: the flattened JSON serialization of RFC 7515, section 7.2.2, with these members and headers and no
 * others. Throws VerificationError, naming `what`.
 */
export function decodeJws(bytes: Uint8Array, what: string): NotationEnvelope {
  try {
    return readEnvelope(bytes, what);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new VerificationError('NOTATION_ENVELOPE_INVALID', what, cause.message, { cause });
  }
}

function readEnvelope(bytes: Uint8Array, what: string): NotationEnvelope {
  const envelope = readObject(parseEnvelopeJson(bytes, bounds), 'the envelope');
  refuseOthers(envelope, ['payload', 'protected', 'header', 'signature'], 'the envelope');
  const payloadText = readString(field(envelope, 'payload'), 'payload');
  const protectedText = readString(field(envelope, 'protected'), 'protected');
  const payload = readBase64(payloadText, 'base64url', 'payload');
  const protectedBytes = readBase64(protectedText, 'base64url', 'protected');
  const headers = readObject(parseEnvelopeJson(protectedBytes, bounds), 'protected');
  const algorithm = readAlgorithm(field(headers, 'alg'), what);
  readContentType(field(headers, 'cty'), what);
  const attributes = readSignedAttributes(
    { values: new Map(Object.entries(headers)), critical: readCritical(field(headers, 'crit')), registered, readTime },
    what,
  );
  return {
    format: 'jws',
    algorithm,
    attributes,
    payload,
    signedBytes: Buffer.from(`${protectedText}.${payloadText}`, 'latin1'),
    signature: readBase64(readString(field(envelope, 'signature'), 'signature'), 'base64url', 'signature'),
    ...readUnprotected(readObject(field(envelope, 'header'), 'header')),
  };
}

const bounds = { maxBytes: limits.notationEnvelopeBytes, maxDepth: limits.notationEnvelopeDepth };

/** RFC 7515, section 4.1, and `b64` of RFC 7797, which this format has no use for. */
const registered: ReadonlySet<string> = new Set(['alg', 'jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'cty', 'crit']);

function readAlgorithm(value: unknown, what: string): SignatureAlgorithm {
  const found = signatureAlgorithms.find(({ jwsName }) => jwsName === value);
  if (found !== undefined) return found;
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : 'missing';
  throw new VerificationError('NOTATION_ALGORITHM_REFUSED', what, `the algorithm is ${shown}, not one of the specification`);
}

function readContentType(value: unknown, what: string): void {
  if (value === payloadMediaType) return;
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : 'missing';
  throw new VerificationError('NOTATION_ATTRIBUTE_INVALID', what, `the content type is ${shown}, not ${payloadMediaType}`);
}

function readCritical(value: unknown): readonly string[] {
  const critical = readArray(value, 'crit', readString);
  if (critical.length === 0) throw new JsonError('type', 'crit is empty');
  return critical;
}

function readTime(value: unknown, name: string): Date {
  const time = typeof value === 'string' ? parseRfc3339(value) : undefined;
  if (time === undefined) throw new JsonError('type', `${name} is not a date-time of RFC 3339`);
  return time;
}

function readUnprotected(header: JsonObject): Pick<NotationEnvelope, 'certificates' | 'timestampToken' | 'signingAgent'> {
  refuseOthers(header, ['x5c', headerNames.timestampSignature, headerNames.signingAgent], 'header');
  const texts = readArray(field(header, 'x5c'), 'x5c', readString);
  if (texts.length === 0 || texts.length > limits.notationCertificates)
    throw new JsonError('type', `x5c has ${texts.length} certificates, not 1 to ${limits.notationCertificates}`);
  const token = optional(field(header, headerNames.timestampSignature), headerNames.timestampSignature, readString);
  const signingAgent = optional(field(header, headerNames.signingAgent), headerNames.signingAgent, readString);
  return {
    certificates: texts.map((text, index) => readBase64(text, 'base64', `x5c[${index}]`)),
    ...(token === undefined ? {} : { timestampToken: readBase64(token, 'base64', headerNames.timestampSignature) }),
    ...(signingAgent === undefined ? {} : { signingAgent }),
  };
}

function readBase64(text: string, alphabet: 'base64' | 'base64url', what: string): Uint8Array {
  const bytes = decodeExactBase64(text, alphabet);
  if (bytes === undefined || bytes.length === 0) throw new JsonError('type', `${what} is not ${alphabet}`);
  return bytes;
}

function refuseOthers(object: JsonObject, known: readonly string[], what: string): void {
  const other = Object.keys(object).find((key) => !known.includes(key));
  if (other !== undefined)
    throw new JsonError('type', `${what} has a member ${JSON.stringify(other.slice(0, 80))}, which the format does not have`);
}
