import { JsonError } from '../../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readCount, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { readLogEntry } from '../bundle/read-log-entry.ts';
import { messageOf } from '../key/signed-message.ts';
import { type ClaimedVerifier } from '../log/log-entry-claims.ts';
import { compareLogEntry } from '../log/compare-log-entry.ts';
import { type EntryToLog, proposeEntry, requestEntry, toEnvelope } from './log-entry-request.ts';
import { askService, serviceUrl, type ServiceConnection } from './service-connection.ts';
import { signedBytes } from './signature-content.ts';

export interface TransparencyLog {
  readonly url: URL;
  /** 1 gives a signed time, 2 does not: there a timestamp authority has to. */
  readonly majorApiVersion: 1 | 2;
}

const what = 'the transparency log';
const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' };

/**
 * Has a signature logged by a log that speaks as Rekor does, and answers the entry as bundles have it. Throws SIGNING_FAILED, also when the log answers
 * with the entry of something else or without proof that it is in the log.
 */
export async function logSignature(
  log: TransparencyLog,
  entry: EntryToLog,
  connection: ServiceConnection,
  runtime: Runtime,
): Promise<JsonObject> {
  const logged =
    log.majorApiVersion === 1
      ? await logToVersion1(log.url, entry, connection, runtime)
      : await logToVersion2(log.url, entry, connection, runtime);
  assertEntryOf(entry, logged);
  return logged;
}

async function logToVersion1(base: URL, entry: EntryToLog, connection: ServiceConnection, runtime: Runtime): Promise<JsonObject> {
  const url = serviceUrl(base, '/api/v1/log/entries');
  const request = { what, url, headers: jsonHeaders, body: JSON.stringify(proposeEntry(entry)), accepts: [200, 201, 409] };
  const answer = await askService(request, connection, runtime);
  if (answer.status !== 409) return readVersion1(answer.bytes);
  // The same signature was logged before, perhaps by an attempt whose answer was lost (sigstore/rekor, openapi.yaml, createLogEntry).
  const id = /\/api\/v1\/log\/entries\/([0-9a-f]{64,80})$/.exec(answer.headers.get('location') ?? '')?.[1];
  if (id === undefined) throw new PratiqueError('SIGNING_FAILED', `${what} already has the entry, but does not say where`);
  const earlier = await askService(
    { what, url: serviceUrl(url, `/${id}`), method: 'GET', headers: { accept: 'application/json' }, accepts: [200] },
    connection,
    runtime,
  );
  return readVersion1(earlier.bytes);
}

async function logToVersion2(base: URL, entry: EntryToLog, connection: ServiceConnection, runtime: Runtime): Promise<JsonObject> {
  const request = {
    what,
    url: serviceUrl(base, '/api/v2/log/entries'),
    headers: jsonHeaders,
    body: JSON.stringify(requestEntry(entry)),
    accepts: [200, 201],
  };
  const answer = await askService(request, connection, runtime);
  return readAnswer(() => readObject(parse(answer.bytes), 'entry'));
}

/** One entry under its UUID, whose members have other names and encodings than in bundles. */
function readVersion1(bytes: Uint8Array): JsonObject {
  return readAnswer(() => {
    const [entry, ...others] = Object.values(readObject(parse(bytes), 'the answer'));
    if (others.length > 0) throw new JsonError('type', 'there are several entries');
    const json = readObject(entry, 'entry');
    const verification = readObject(field(json, 'verification'), 'verification');
    const body = readString(field(json, 'body'), 'body');
    const inner = readObject(parse(Buffer.from(body, 'base64')), 'body');
    const promise = optional(field(verification, 'signedEntryTimestamp'), 'signedEntryTimestamp', readString);
    return {
      logIndex: String(readCount(field(json, 'logIndex'), 'logIndex')),
      logId: { keyId: hexToBase64(field(json, 'logID'), 'logID') },
      kindVersion: { kind: readString(field(inner, 'kind'), 'kind'), version: readString(field(inner, 'apiVersion'), 'apiVersion') },
      integratedTime: String(readCount(field(json, 'integratedTime'), 'integratedTime')),
      ...(promise === undefined ? {} : { inclusionPromise: { signedEntryTimestamp: promise } }),
      inclusionProof: readProof(readObject(field(verification, 'inclusionProof'), 'inclusionProof')),
      canonicalizedBody: body,
    };
  });
}

function readProof(proof: JsonObject): JsonObject {
  return {
    logIndex: String(readCount(field(proof, 'logIndex'), 'inclusionProof.logIndex')),
    rootHash: hexToBase64(field(proof, 'rootHash'), 'inclusionProof.rootHash'),
    treeSize: String(readCount(field(proof, 'treeSize'), 'inclusionProof.treeSize')),
    hashes: readArray(field(proof, 'hashes') ?? [], 'inclusionProof.hashes', hexToBase64),
    checkpoint: { envelope: readString(field(proof, 'checkpoint'), 'inclusionProof.checkpoint') },
  };
}

function hexToBase64(value: unknown, name: string): string {
  const text = readString(value, name);
  if (!/^(?:[0-9a-f]{2})+$/.test(text)) throw new JsonError('type', `${name} is not hexadecimal`);
  return Buffer.from(text, 'hex').toString('base64');
}

function parse(bytes: Uint8Array): unknown {
  return parseJsonBounded(bytes, { maxBytes: limits.signingServiceBytes, maxDepth: 32 });
}

function readAnswer(read: () => JsonObject): JsonObject {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('SIGNING_FAILED', `${what} sent an unusable response: ${error.message}`, { cause: error });
  }
}

/** What a verifier will compare, so that nothing is published that it would refuse. */
function assertEntryOf({ content, signature, material }: EntryToLog, logged: JsonObject): void {
  const verifier: ClaimedVerifier =
    material.kind === 'certificate'
      ? { kind: 'certificate', der: Buffer.from(material.certificate) }
      : { kind: 'public key', der: material.publicKey.export({ format: 'der', type: 'spki' }) };
  const signed = {
    signed: messageOf(signedBytes(content)),
    signature,
    ...(content.kind === 'envelope' ? { envelope: toEnvelope(content, signature) } : {}),
  };
  try {
    const entry = readLogEntry(logged, 'entry');
    if (entry.inclusionProof === undefined) throw new JsonError('type', 'entry has no proof of inclusion');
    compareLogEntry(entry, signed, verifier, what);
  } catch (error) {
    if (!(error instanceof JsonError || error instanceof VerificationError)) throw error;
    throw new PratiqueError('SIGNING_FAILED', `${what} answered with an entry that does not verify: ${error.message}`, { cause: error });
  }
}
