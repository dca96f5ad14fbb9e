import { decodeBase64 } from '../../../lib/bytes/decode-base64.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { type JsonObject, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Certificate, readCertificate } from '../../x509/certificate.ts';
import { DerError } from '../../x509/der-error.ts';
import { type LogEntry } from '../bundle/log-entry.ts';
import { readBytes, readMessage, readWhole } from '../bundle/protobuf-json.ts';
import { decodePem } from '../key/decode-pem.ts';
import { type SignedMaterial, type SignerMaterial } from '../signed-material.ts';
import { cosignAnnotations } from './cosign-annotations.ts';

/** The verification material in a layer's annotations, without the signature. Throws SIGSTORE_BUNDLE_INVALID. */
export function readCosignAnnotations(
  annotations: ReadonlyMap<string, string>,
  object: string,
): Pick<SignedMaterial, 'signer' | 'logEntries' | 'timestamps'> {
  try {
    return {
      signer: readSigner(annotations),
      logEntries: readJson(annotations, cosignAnnotations.bundle, readLogEntry),
      timestamps: readJson(annotations, cosignAnnotations.timestamp, readTimestamp),
    };
  } catch (error) {
    if (!(error instanceof JsonError) && !(error instanceof DerError)) throw error;
    throw new VerificationError('SIGSTORE_BUNDLE_INVALID', object, `the annotations: ${error.message}`, { cause: error });
  }
}

function readSigner(annotations: ReadonlyMap<string, string>): SignerMaterial {
  const pem = annotations.get(cosignAnnotations.certificate);
  if (pem === undefined || pem === '') return { kind: 'key' };
  const [leaf, ...others] = readCertificates(pem, 'certificate');
  if (leaf === undefined || others.length > 0) throw new JsonError('type', `${cosignAnnotations.certificate} has not one certificate`);
  const chain = annotations.get(cosignAnnotations.chain) ?? '';
  // cosign writes the whole chain with its root; it only helps to find the path to a root that is trusted anyway.
  return { kind: 'certificate', leaf, supplied: chain === '' ? [] : readCertificates(chain, 'chain'), mayBeUnused: true };
}

function readCertificates(pem: string, what: 'certificate' | 'chain'): readonly Certificate[] {
  const blocks = pem.length > limits.bundleBytes ? undefined : decodePem(pem);
  if (blocks === undefined || blocks.length > 10 || blocks.some(({ label }) => label !== 'CERTIFICATE'))
    throw new JsonError('type', `${cosignAnnotations[what]} is not certificates in PEM`);
  return blocks.map(({ der }) => readCertificate(der, 'profile'));
}

function readJson<T>(annotations: ReadonlyMap<string, string>, name: string, read: (json: JsonObject, name: string) => T): readonly T[] {
  const text = annotations.get(name) ?? '';
  if (text === '') return [];
  const value = parseJsonBounded(Buffer.from(text, 'utf8'), { maxBytes: limits.bundleBytes, maxDepth: 8 });
  // `null` is how cosign writes that there is none.
  return value === null ? [] : [read(readObject(value, name), name)];
}

/** The log's answer as cosign keeps it (sigstore/cosign, specs/SIGNATURE_SPEC.md, rekor bundle): a promise, never a proof. */
function readLogEntry(json: JsonObject, name: string): LogEntry {
  const { get } = readMessage(json, name, ['SignedEntryTimestamp', 'Payload']);
  const payload = readMessage(get('Payload'), 'Payload', ['body', 'integratedTime', 'logIndex', 'logID']);
  const logId = readString(payload.get('logID'), 'logID');
  if (!/^[0-9a-f]{64}$/.test(logId)) throw new JsonError('type', 'logID is not a SHA-256 in hexadecimal');
  return {
    logId: Buffer.from(logId, 'hex'),
    logIndex: readWhole(payload.get('logIndex'), 'logIndex'),
    integratedTime: readWhole(payload.get('integratedTime'), 'integratedTime'),
    signedEntryTimestamp: readBytes(get('SignedEntryTimestamp'), 'SignedEntryTimestamp'),
    body: readBytes(payload.get('body'), 'body'),
  };
}

function readTimestamp(json: JsonObject, name: string): Buffer {
  return readBytes(readMessage(json, name, ['SignedRFC3161Timestamp']).get('SignedRFC3161Timestamp'), name);
}

/** Base64 of the signature annotation. */
export function readCosignSignature(annotations: ReadonlyMap<string, string>, object: string): Buffer {
  const signature = decodeBase64(annotations.get(cosignAnnotations.signature) ?? '');
  if (signature !== undefined && signature.length > 0) return signature;
  throw new VerificationError('SIGSTORE_PAYLOAD_INVALID', object, `annotation ${cosignAnnotations.signature} is missing or not base64`);
}
