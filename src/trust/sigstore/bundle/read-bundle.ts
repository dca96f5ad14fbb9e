import { JsonError } from '../../../lib/json/json-error.ts';
import { type JsonObject, optional, readArray, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Envelope } from '../../dsse/envelope.ts';
import { readEnvelope } from '../../dsse/parse-envelope.ts';
import { readCertificate } from '../../x509/certificate.ts';
import { DerError } from '../../x509/der-error.ts';
import { type SignerMaterial } from '../signed-material.ts';
import { type LogEntry } from './log-entry.ts';
import { readBytes, readMessage } from './protobuf-json.ts';
import { readLogEntry } from './read-log-entry.ts';

/** A bundle (sigstore_bundle.proto), decoded and not verified yet. */
export interface Bundle {
  readonly signer: SignerMaterial;
  readonly logEntries: readonly LogEntry[];
  readonly timestamps: readonly Buffer[];
  readonly content: MessageSignature | { readonly kind: 'envelope'; readonly envelope: Envelope };
}

export interface MessageSignature {
  readonly kind: 'message';
  readonly signature: Buffer;
  /** A hint; it must not differ from the message's. */
  readonly digest?: { readonly algorithm: 'sha256' | 'sha384' | 'sha512'; readonly digest: Buffer };
}

/** sigstore_bundle.proto, Bundle.media_type. */
const versions: ReadonlyMap<string, '0.1' | '0.2' | '0.3'> = new Map<string, '0.1' | '0.2' | '0.3'>([
  ['application/vnd.dev.sigstore.bundle+json;version=0.1', '0.1'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.2', '0.2'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.3', '0.3'],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', '0.3'],
]);

/** Reads a bundle in JSON, unknown members are refused. Throws SIGSTORE_BUNDLE_INVALID, SIGSTORE_BUNDLE_VERSION and LIMIT_REACHED. */
export function readBundle(bytes: Uint8Array, object: string): Bundle {
  try {
    return readJson(parseJsonBounded(bytes, { maxBytes: limits.bundleBytes, maxDepth: 32 }), object);
  } catch (error) {
    if (!(error instanceof JsonError) && !(error instanceof DerError)) throw error;
    const isLimit = error instanceof JsonError && (error.fault === 'too-large' || error.fault === 'too-deep');
    throw new VerificationError(isLimit ? 'LIMIT_REACHED' : 'SIGSTORE_BUNDLE_INVALID', object, `the bundle: ${error.message}`, {
      cause: error,
    });
  }
}

function readJson(value: unknown, object: string): Bundle {
  const { get } = readMessage(value, 'bundle', ['mediaType', 'verificationMaterial', 'messageSignature', 'dsseEnvelope']);
  const mediaType = readString(get('mediaType'), 'mediaType');
  const version = versions.get(mediaType);
  if (version === undefined)
    throw new VerificationError('SIGSTORE_BUNDLE_VERSION', object, `the media type is ${JSON.stringify(mediaType.slice(0, 80))}`);
  const material = readMessage(get('verificationMaterial'), 'verificationMaterial', [
    'publicKey',
    'x509CertificateChain',
    'certificate',
    'tlogEntries',
    'timestampVerificationData',
  ]);
  const logEntries = readArray(material.get('tlogEntries') ?? [], 'tlogEntries', readLogEntry);
  for (const entry of logEntries) assertProof(entry, version);
  if (logEntries.length > limits.bundleLogEntries)
    throw new JsonError('too-large', `has ${logEntries.length} log entries, more than ${limits.bundleLogEntries}`);
  return {
    ...readSigner(material.object, version),
    logEntries,
    timestamps: readTimestamps(material.get('timestampVerificationData')),
    content: readContent(get('messageSignature'), get('dsseEnvelope'), object),
  };
}

/** A promise was enough in 0.1; from 0.2 on the proof and a checkpoint have to be there (client-spec.md, bundles). */
function assertProof({ inclusionProof, signedEntryTimestamp }: LogEntry, version: '0.1' | '0.2' | '0.3'): void {
  if (version === '0.1' && signedEntryTimestamp === undefined) throw new JsonError('type', 'a log entry has no inclusionPromise');
  if (version !== '0.1' && inclusionProof?.checkpoint === undefined)
    throw new JsonError('type', 'a log entry has no inclusionProof with a checkpoint');
}

function readSigner(material: JsonObject, version: '0.1' | '0.2' | '0.3'): Pick<Bundle, 'signer'> {
  const { publicKey, x509CertificateChain: chain, certificate } = material as Readonly<Partial<Record<string, unknown>>>;
  const given = [publicKey, chain, certificate].filter((value) => value !== undefined && value !== null);
  if (given.length !== 1) throw new JsonError('type', `has ${given.length} of publicKey, x509CertificateChain and certificate, not one`);
  if (publicKey !== undefined && publicKey !== null) {
    const hint = optional(readMessage(publicKey, 'publicKey', ['hint']).get('hint'), 'publicKey.hint', readString);
    return { signer: { kind: 'key', ...(hint === undefined ? {} : { hint }) } };
  }
  if (version === '0.3' && chain !== undefined && chain !== null)
    throw new JsonError('type', 'has a chain of certificates, which 0.3 does not know');
  const [leaf, ...supplied] = chain === undefined || chain === null ? [readRaw(certificate, 'certificate')] : readChain(chain);
  if (leaf === undefined) throw new JsonError('type', 'has an empty chain of certificates');
  return { signer: { kind: 'certificate', leaf, supplied, mayBeUnused: false } };
}

function readChain(value: unknown): readonly ReturnType<typeof readRaw>[] {
  return readArray(readMessage(value, 'x509CertificateChain', ['certificates']).get('certificates'), 'certificates', readRaw);
}

function readRaw(value: unknown, what: string): ReturnType<typeof readCertificate> {
  return readCertificate(readBytes(readMessage(value, what, ['rawBytes']).get('rawBytes'), `${what}.rawBytes`), 'profile');
}

function readTimestamps(value: unknown): readonly Buffer[] {
  if (value === undefined) return [];
  const { get } = readMessage(value, 'timestampVerificationData', ['rfc3161Timestamps']);
  const timestamps = readArray(get('rfc3161Timestamps') ?? [], 'rfc3161Timestamps', (element, what) =>
    readBytes(readMessage(element, what, ['signedTimestamp']).get('signedTimestamp'), `${what}.signedTimestamp`),
  );
  if (timestamps.length > limits.bundleTimestamps)
    throw new JsonError('too-large', `has ${timestamps.length} timestamps, more than ${limits.bundleTimestamps}`);
  return timestamps;
}

function readContent(message: unknown, envelope: unknown, object: string): Bundle['content'] {
  if ((message === undefined) === (envelope === undefined)) throw new JsonError('type', 'has not one of messageSignature and dsseEnvelope');
  if (message === undefined) return { kind: 'envelope', envelope: readOneEnvelope(envelope, object) };
  const { get } = readMessage(message, 'messageSignature', ['messageDigest', 'signature']);
  const digest = optional(get('messageDigest'), 'messageDigest', readDigest);
  return { kind: 'message', signature: readBytes(get('signature'), 'signature'), ...(digest === undefined ? {} : { digest }) };
}

/** sigstore_bundle.proto, Bundle.dsse_envelope: exactly one signature. */
function readOneEnvelope(value: unknown, object: string): Envelope {
  const { get } = readMessage(value, 'dsseEnvelope', ['payload', 'payloadType', 'signatures']);
  readArray(get('signatures') ?? [], 'signatures', (signature, what) => readMessage(signature, what, ['sig', 'keyid']));
  const envelope = readEnvelope(value, object);
  if (envelope.signatures.length !== 1)
    throw new JsonError('type', `has ${envelope.signatures.length} signatures in its envelope, not one`);
  return envelope;
}

const algorithms: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map<string, 'sha256' | 'sha384' | 'sha512'>([
  ['SHA2_256', 'sha256'],
  ['SHA2_384', 'sha384'],
  ['SHA2_512', 'sha512'],
]);

function readDigest(value: unknown, what: string): NonNullable<MessageSignature['digest']> {
  const { get } = readMessage(value, what, ['algorithm', 'digest']);
  const algorithm = algorithms.get(readString(get('algorithm'), `${what}.algorithm`));
  if (algorithm === undefined) throw new JsonError('type', `${what}.algorithm is not SHA-2`);
  return { algorithm, digest: readBytes(get('digest'), `${what}.digest`) };
}
