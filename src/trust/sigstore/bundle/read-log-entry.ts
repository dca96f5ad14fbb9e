import { JsonError } from '../../../lib/json/json-error.ts';
import { optional, readArray, readString } from '../../../lib/json/json-readers.ts';
import { limits } from '../../../model/limits.ts';
import { type InclusionProof, type LogEntry } from './log-entry.ts';
import { readBytes, readMessage, readWhole } from './protobuf-json.ts';

/** Reads one of a bundle's `tlogEntries` (sigstore_rekor.proto, TransparencyLogEntry). Throws {@link JsonError}. */
export function readLogEntry(value: unknown, what: string): LogEntry {
  const { get } = readMessage(value, what, [
    'logIndex',
    'logId',
    'kindVersion',
    'integratedTime',
    'inclusionPromise',
    'inclusionProof',
    'canonicalizedBody',
  ]);
  const kind = readMessage(get('kindVersion'), `${what}.kindVersion`, ['kind', 'version']);
  const integratedTime = optional(get('integratedTime'), `${what}.integratedTime`, readWhole);
  const promise = optional(get('inclusionPromise'), `${what}.inclusionPromise`, readPromise);
  const proof = optional(get('inclusionProof'), `${what}.inclusionProof`, readProof);
  return {
    logIndex: readWhole(get('logIndex') ?? '0', `${what}.logIndex`),
    logId: readBytes(readMessage(get('logId'), `${what}.logId`, ['keyId']).get('keyId'), `${what}.logId.keyId`),
    kind: `${readString(kind.get('kind'), `${what}.kindVersion.kind`)} ${readString(kind.get('version'), `${what}.kindVersion.version`)}`,
    // 0 is what protobuf has for nothing: logs of version 2 do not tell the time.
    ...(integratedTime === undefined || integratedTime === 0n ? {} : { integratedTime }),
    ...(promise === undefined ? {} : { signedEntryTimestamp: promise }),
    ...(proof === undefined ? {} : { inclusionProof: proof }),
    body: readBytes(get('canonicalizedBody'), `${what}.canonicalizedBody`),
  };
}

function readPromise(value: unknown, what: string): Buffer {
  return readBytes(readMessage(value, what, ['signedEntryTimestamp']).get('signedEntryTimestamp'), `${what}.signedEntryTimestamp`);
}

function readProof(value: unknown, what: string): InclusionProof {
  const { get } = readMessage(value, what, ['logIndex', 'rootHash', 'treeSize', 'hashes', 'checkpoint']);
  const hashes = readArray(get('hashes') ?? [], `${what}.hashes`, readBytes);
  if (hashes.length > limits.inclusionProofHashes)
    throw new JsonError('too-large', `has ${hashes.length} hashes in a proof, more than ${limits.inclusionProofHashes}`);
  const checkpoint = optional(get('checkpoint'), `${what}.checkpoint`, (holder, at) =>
    readString(readMessage(holder, at, ['envelope']).get('envelope'), `${at}.envelope`),
  );
  return {
    logIndex: readWhole(get('logIndex') ?? '0', `${what}.logIndex`),
    treeSize: readWhole(get('treeSize'), `${what}.treeSize`),
    rootHash: readBytes(get('rootHash'), `${what}.rootHash`),
    hashes,
    ...(checkpoint === undefined ? {} : { checkpoint }),
  };
}
