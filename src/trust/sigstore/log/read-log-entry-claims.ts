import { decodeBase64 } from '../../../lib/bytes/decode-base64.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { readBytes } from '../bundle/protobuf-json.ts';
import { decodePem } from '../key/decode-pem.ts';
import { type ClaimedDigest, type ClaimedVerifier, type LogEntryClaims } from './log-entry-claims.ts';

/**
 * Reads the body of a log entry: `hashedrekord`, `rekord`, `dsse` and `intoto` of Rekor v1 (sigstore/rekor, pkg/types), `hashedrekord` and `dsse`
 * of Rekor v2 (sigstore/rekor-tiles, api/proto). Throws {@link JsonError}, also on any other kind.
 */
export function readLogEntryClaims(body: Uint8Array, toldKind: string | undefined): LogEntryClaims {
  const json = readObject(parseJsonBounded(body, { maxBytes: limits.logEntryBytes, maxDepth: 16 }), 'entry');
  const kind = `${readString(field(json, 'kind'), 'kind')} ${readString(field(json, 'apiVersion'), 'apiVersion')}`;
  if (toldKind !== undefined && toldKind !== kind) throw new JsonError('type', `is of kind ${kind}, though ${toldKind} was said`);
  const read = readers.get(kind);
  if (read === undefined) throw new JsonError('type', `is of kind ${kind.slice(0, 60)}, which is not known`);
  return read(member(json, 'spec'));
}

const readers: ReadonlyMap<string, (spec: JsonObject) => LogEntryClaims> = new Map([
  ['hashedrekord 0.0.1', readRecord],
  ['rekord 0.0.1', readRecord],
  ['hashedrekord 0.0.2', (spec) => readTiledRecord(member(spec, 'hashedRekordV002'))],
  ['dsse 0.0.1', readEnvelope],
  ['dsse 0.0.2', (spec) => readTiledEnvelope(member(spec, 'dsseV002'))],
  ['intoto 0.0.1', readOldStatement],
  ['intoto 0.0.2', readStatement],
]);

function readRecord(spec: JsonObject): LogEntryClaims {
  const signature = member(spec, 'signature');
  return {
    digest: { of: 'signed bytes', ...readHexDigest(member(member(spec, 'data'), 'hash')) },
    signature: readBytes(field(signature, 'content'), 'signature.content'),
    verifier: readPemVerifier(field(member(signature, 'publicKey'), 'content')),
  };
}

function readTiledRecord(spec: JsonObject): LogEntryClaims {
  const signature = member(spec, 'signature');
  return {
    digest: { of: 'signed bytes', ...readTiledDigest(member(spec, 'data')) },
    signature: readBytes(field(signature, 'content'), 'signature.content'),
    verifier: readDerVerifier(member(signature, 'verifier')),
  };
}

function readEnvelope(spec: JsonObject): LogEntryClaims {
  const signature = only(field(spec, 'signatures'));
  return {
    digest: { of: 'payload', ...readHexDigest(member(spec, 'payloadHash')) },
    signature: readBytes(field(signature, 'signature'), 'signature'),
    verifier: readPemVerifier(field(signature, 'verifier')),
  };
}

function readTiledEnvelope(spec: JsonObject): LogEntryClaims {
  const signature = only(field(spec, 'signatures'));
  return {
    digest: { of: 'payload', ...readTiledDigest(member(spec, 'payloadHash')) },
    signature: readBytes(field(signature, 'content'), 'content'),
    verifier: readDerVerifier(member(signature, 'verifier')),
  };
}

function readStatement(spec: JsonObject): LogEntryClaims {
  const content = member(spec, 'content');
  const envelope = member(content, 'envelope');
  const signature = only(field(envelope, 'signatures'));
  // Both members went through base64 once more than they needed (sigstore/rekor, intoto/v0.0.2).
  const encoded = readBytes(field(signature, 'sig'), 'sig').toString('latin1');
  return {
    digest: { of: 'payload', ...readHexDigest(member(content, 'payloadHash')) },
    signature: readBytes(encoded, 'sig'),
    verifier: readPemVerifier(field(signature, 'publicKey')),
    payloadType: readString(field(envelope, 'payloadType'), 'payloadType'),
  };
}

function readOldStatement(spec: JsonObject): LogEntryClaims {
  const content = member(spec, 'content');
  return {
    digest: { of: 'payload', ...readHexDigest(member(content, 'payloadHash')) },
    signature: { envelopeDigest: readHexDigest(member(content, 'hash')) },
    verifier: readPemVerifier(field(spec, 'publicKey')),
  };
}

function member(object: JsonObject, name: string): JsonObject {
  return readObject(field(object, name), name);
}

/** One signature has one verifier; an entry with several would vouch for signatures that were not verified. */
function only(value: unknown): JsonObject {
  const [first, ...others] = readArray(value, 'signatures', readObject);
  if (first === undefined || others.length > 0)
    throw new JsonError('type', `has ${first === undefined ? 0 : others.length + 1} signatures, not one`);
  return first;
}

const hexDigestLengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
]);

function readHexDigest(object: JsonObject): ClaimedDigest {
  const algorithm = readString(field(object, 'algorithm'), 'algorithm');
  const text = readString(field(object, 'value'), 'value');
  const digest = /^(?:[0-9a-f]{2})+$/.test(text) ? Buffer.from(text, 'hex') : undefined;
  return toDigest(algorithm, digest);
}

/** sigstore_common.proto, HashAlgorithm. */
const tiledAlgorithms: ReadonlyMap<string, string> = new Map([
  ['SHA2_256', 'sha256'],
  ['SHA2_384', 'sha384'],
  ['SHA2_512', 'sha512'],
]);

function readTiledDigest(object: JsonObject): ClaimedDigest {
  const algorithm = tiledAlgorithms.get(readString(field(object, 'algorithm'), 'algorithm')) ?? '';
  return toDigest(algorithm, readBytes(field(object, 'digest'), 'digest'));
}

function toDigest(algorithm: string, digest: Buffer | undefined): ClaimedDigest {
  if (digest === undefined || hexDigestLengths.get(algorithm) !== digest.length)
    throw new JsonError('type', 'has a digest that is not SHA-2');
  return { algorithm: algorithm as ClaimedDigest['algorithm'], digest };
}

/** PEM inside of base64. A chain has the signer's certificate first. */
function readPemVerifier(value: unknown): ClaimedVerifier {
  const text = decodeBase64(readString(value, 'verifier'))?.toString('latin1') ?? '';
  const [block] = decodePem(text) ?? [];
  if (block?.label === 'CERTIFICATE') return { kind: 'certificate', der: block.der };
  if (block?.label === 'PUBLIC KEY') return { kind: 'public key', der: block.der };
  throw new JsonError('type', 'has a verifier that is neither a certificate nor a public key');
}

function readDerVerifier(object: JsonObject): ClaimedVerifier {
  const [certificate, key] = [
    optional(field(object, 'x509Certificate'), 'x509Certificate', readObject),
    optional(field(object, 'publicKey'), 'publicKey', readObject),
  ];
  if (certificate !== undefined && key === undefined)
    return { kind: 'certificate', der: readBytes(field(certificate, 'rawBytes'), 'rawBytes') };
  if (key !== undefined && certificate === undefined) return { kind: 'public key', der: readBytes(field(key, 'rawBytes'), 'rawBytes') };
  throw new JsonError('type', 'has not one verifier');
}
