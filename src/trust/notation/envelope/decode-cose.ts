import { encode, type TagDecoder } from 'cborg';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeStrictCbor } from './decode-strict-cbor.ts';
import { headerNames, type NotationEnvelope, payloadMediaType } from './notation-envelope.ts';
import { type SignatureAlgorithm, signatureAlgorithms } from './signature-algorithms.ts';
import { type HeaderLabel, readSignedAttributes } from './protected-headers.ts';

/** Header parameters by their numbers; IANA, COSE header parameters. */
export const coseLabels = { algorithm: 1, critical: 2, contentType: 3, certificateChain: 33 } as const;

/** `COSE_Sign1` with its tag; RFC 9052, section 4.2. */
export const coseSign1Tag = 18;

/** Seconds since 1970, and nothing else, carry this tag; RFC 8949, section 3.4.2. */
class EpochTime {
  readonly seconds: unknown;

  constructor(seconds: unknown) {
    this.seconds = seconds;
  }
}

/** Notary Project, signature-envelope-cose.md: a tagged COSE_Sign1 with these headers and no other unprotected ones. Throws VerificationError, naming `what`. */
export function decodeCose(bytes: Uint8Array, what: string): NotationEnvelope {
  const message = decodeStrictCbor(bytes, { [coseSign1Tag]: (content) => new Sign1(content()), ...timeTag }, what);
  if (!(message instanceof Sign1)) throw invalid(what, 'it is not a tagged COSE_Sign1');
  const [protectedBytes, unprotected, payload, signature] = readParts(message.parts, what);
  const headers = readMap(decodeStrictCbor(protectedBytes, timeTag, what), 'the protected header', what);
  const algorithm = readAlgorithm(headers.get(coseLabels.algorithm), what);
  readContentType(headers.get(coseLabels.contentType), what);
  const critical = readCritical(headers.get(coseLabels.critical), what);
  const readTime = (value: unknown, name: string): Date => readEpochTime(value, name, what);
  const attributes = readSignedAttributes({ values: headers, critical, registered, readTime }, what);
  return {
    format: 'cose',
    algorithm,
    attributes,
    payload,
    signedBytes: signedStructure(protectedBytes, payload),
    signature,
    ...readUnprotected(unprotected, headers, what),
  };
}

/** `Sig_structure` of a COSE_Sign1; RFC 9052, section 4.4. The protected header counts as it was written. */
export function signedStructure(protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array {
  return encode(['Signature1', protectedBytes, new Uint8Array(), payload]);
}

class Sign1 {
  readonly parts: unknown;

  constructor(parts: unknown) {
    this.parts = parts;
  }
}

const timeTag: Readonly<Record<number, TagDecoder>> = { 1: (content) => new EpochTime(content()) };

/** Common header parameters have the numbers 1 to 7 and 0 is reserved; the specification keeps 0 to 8 out of `crit`. */
const registered: ReadonlySet<HeaderLabel> = new Set<HeaderLabel>([0, 1, 2, 3, 4, 5, 6, 7, 8, coseLabels.certificateChain]);

function readParts(parts: unknown, what: string): readonly [Uint8Array, ReadonlyMap<HeaderLabel, unknown>, Uint8Array, Uint8Array] {
  const [protectedBytes, unprotected, payload, signature, ...others] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (!Array.isArray(parts) || parts.length !== 4 || others.length > 0) throw invalid(what, 'a COSE_Sign1 has four parts');
  const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length > 0;
  if (!isBytes(protectedBytes)) throw invalid(what, 'the protected header is not a byte string, or empty');
  if (!isBytes(payload)) throw invalid(what, 'the payload is not a byte string, or empty');
  if (!isBytes(signature)) throw invalid(what, 'the signature is not a byte string, or empty');
  return [protectedBytes, readMap(unprotected, 'the unprotected header', what), payload, signature];
}

function readMap(value: unknown, name: string, what: string): ReadonlyMap<HeaderLabel, unknown> {
  if (!(value instanceof Map)) throw invalid(what, `${name} is not a map`);
  const isLabel = (key: unknown): boolean => typeof key === 'string' || Number.isSafeInteger(key);
  if (![...value.keys()].every(isLabel)) throw invalid(what, `${name} has a label that is neither a number nor a text`);
  return value as ReadonlyMap<HeaderLabel, unknown>;
}

function readAlgorithm(value: unknown, what: string): SignatureAlgorithm {
  const found = signatureAlgorithms.find(({ coseId }) => coseId === value);
  if (found !== undefined) return found;
  const shown = typeof value === 'number' || typeof value === 'string' ? JSON.stringify(value) : 'missing';
  throw new VerificationError('NOTATION_ALGORITHM_REFUSED', what, `the algorithm is ${shown.slice(0, 40)}, not one of the specification`);
}

function readContentType(value: unknown, what: string): void {
  if (value === payloadMediaType) return;
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : 'missing';
  throw new VerificationError('NOTATION_ATTRIBUTE_INVALID', what, `the content type is ${shown}, not ${payloadMediaType}`);
}

function readCritical(value: unknown, what: string): readonly HeaderLabel[] {
  const isLabel = (label: unknown): boolean => typeof label === 'string' || Number.isSafeInteger(label);
  if (Array.isArray(value) && value.length > 0 && value.every(isLabel)) return value as readonly HeaderLabel[];
  throw invalid(what, 'crit is not a list of labels');
}

function readEpochTime(value: unknown, name: string, what: string): Date {
  const seconds = value instanceof EpochTime ? value.seconds : undefined;
  // As far as a Date goes: the years 0 to 9999.
  if (typeof seconds === 'number' && seconds >= -62_167_219_200 && seconds <= 253_402_300_799) return new Date(Math.trunc(seconds * 1_000));
  throw invalid(what, `${name} is not an epoch-based date/time`);
}

function readUnprotected(
  unprotected: ReadonlyMap<HeaderLabel, unknown>,
  headers: ReadonlyMap<HeaderLabel, unknown>,
  what: string,
): Pick<NotationEnvelope, 'certificates' | 'timestampToken' | 'signingAgent'> {
  for (const label of unprotected.keys()) {
    if (!unprotectedLabels.has(label))
      throw invalid(what, `the unprotected header ${JSON.stringify(label).slice(0, 80)} is not of the format`);
    // RFC 9052, section 3: labels must not occur in both.
    if (headers.has(label)) throw invalid(what, `${label} is in both headers`);
  }
  const chain = unprotected.get(coseLabels.certificateChain) ?? headers.get(coseLabels.certificateChain);
  const token = unprotected.get(headerNames.timestampSignature);
  const agent = unprotected.get(headerNames.signingAgent);
  if (token !== undefined && !(token instanceof Uint8Array && token.length > 0)) throw invalid(what, 'the timestamp is not a byte string');
  if (agent !== undefined && typeof agent !== 'string') throw invalid(what, 'the signing agent is not a text');
  return {
    certificates: readChain(chain, what),
    ...(token === undefined ? {} : { timestampToken: token }),
    ...(agent === undefined ? {} : { signingAgent: agent }),
  };
}

const unprotectedLabels: ReadonlySet<HeaderLabel> = new Set<HeaderLabel>([
  coseLabels.certificateChain,
  headerNames.timestampSignature,
  headerNames.signingAgent,
]);

/** One certificate may stand alone (RFC 9360, section 2), but the specification asks for an array. */
function readChain(value: unknown, what: string): readonly Uint8Array[] {
  const isChain = Array.isArray(value) && value.length > 0 && value.every((element) => element instanceof Uint8Array);
  if (!isChain) throw invalid(what, 'x5chain is not a list of certificates');
  if (value.length > limits.notationCertificates)
    throw invalid(what, `x5chain has ${value.length} certificates, more than ${limits.notationCertificates}`);
  return value;
}

function invalid(what: string, message: string): VerificationError {
  return new VerificationError('NOTATION_ENVELOPE_INVALID', what, message);
}
