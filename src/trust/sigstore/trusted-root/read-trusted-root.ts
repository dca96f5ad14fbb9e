import { JsonError } from '../../../lib/json/json-error.ts';
import { optional, readArray, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { readCertificate } from '../../x509/certificate.ts';
import { DerError } from '../../x509/der-error.ts';
import { readBytes, readMessage, readTimestamp } from '../bundle/protobuf-json.ts';
import { KeyRefused } from '../key/to-verification-key.ts';
import { readKeyOfLog } from './read-key-of-log.ts';
import { type CertificateAuthority, type TimeRange, type TransparencyLog, type TrustedRoot } from './trusted-root.ts';

/** sigstore_trustroot.proto, TrustedRoot.media_type. */
const mediaTypes: ReadonlySet<string> = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot.v0.1+json',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]);

/**
 * Reads `trusted_root.json`. Unknown members, authorities without a chain and keys without the start of their validity are refused: what
 * is missing in a root must not make it trust more. `name` says where it is from. Throws TRUSTED_ROOT_INVALID.
 */
export function readTrustedRoot(bytes: Uint8Array, name: string): TrustedRoot {
  try {
    return readRoot(parseJsonBounded(bytes, { maxBytes: limits.trustedRootBytes, maxDepth: 16 }), name);
  } catch (cause) {
    if (!(cause instanceof JsonError) && !(cause instanceof DerError)) throw cause;
    throw new PratiqueError('TRUSTED_ROOT_INVALID', `${name}: ${cause.message}`, { cause });
  }
}

function readRoot(value: unknown, name: string): TrustedRoot {
  const { get } = readMessage(value, 'trusted root', ['mediaType', 'tlogs', 'certificateAuthorities', 'ctlogs', 'timestampAuthorities']);
  const mediaType = readString(get('mediaType'), 'mediaType');
  if (!mediaTypes.has(mediaType)) throw new JsonError('type', `mediaType is ${JSON.stringify(mediaType.slice(0, 80))}, which is not known`);
  const notices: string[] = [];
  return {
    name,
    transparencyLogs: readLogs(get('tlogs'), 'tlogs', notices),
    certificateAuthorities: readAuthorities(get('certificateAuthorities'), 'certificateAuthorities'),
    certificateLogs: readLogs(get('ctlogs'), 'ctlogs', notices),
    timestampAuthorities: readAuthorities(get('timestampAuthorities'), 'timestampAuthorities'),
    notices,
  };
}

function readLogs(value: unknown, what: string, notices: string[]): readonly TransparencyLog[] {
  const read = readArray(value ?? [], what, (element, path) => {
    try {
      return readLog(element, path);
    } catch (error) {
      if (!(error instanceof KeyRefused)) throw error;
      notices.push(`${path} is left out: ${error.message}`);
      return undefined;
    }
  });
  return read.filter((log) => log !== undefined);
}

function readLog(value: unknown, what: string): TransparencyLog {
  const { get } = readMessage(value, what, ['baseUrl', 'hashAlgorithm', 'publicKey', 'logId', 'checkpointKeyId', 'operator']);
  const url = readUrl(get('baseUrl'), `${what}.baseUrl`);
  if (readString(get('hashAlgorithm'), `${what}.hashAlgorithm`) !== 'SHA2_256')
    throw new JsonError('type', `${what}.hashAlgorithm is not SHA2_256`);
  const key = readMessage(get('publicKey'), `${what}.publicKey`, ['rawBytes', 'keyDetails', 'validFor']);
  const id = readKeyId(get('logId'), `${what}.logId`);
  if (id.length !== 32) throw new JsonError('type', `${what}.logId.keyId has ${id.length} bytes, not 32`);
  const keyHint = optional(get('checkpointKeyId'), `${what}.checkpointKeyId`, readKeyId) ?? id;
  if (keyHint.length < 4) throw new JsonError('type', `${what}.checkpointKeyId.keyId has ${keyHint.length} bytes, not 4`);
  return {
    url: url.href,
    host: url.host,
    id,
    keyHint: keyHint.subarray(0, 4),
    operator: optional(get('operator'), `${what}.operator`, readString) ?? url.host,
    validFor: readRange(key.get('validFor'), `${what}.publicKey.validFor`),
    key: readKeyOfLog(
      readBytes(key.get('rawBytes'), `${what}.publicKey.rawBytes`),
      readString(key.get('keyDetails'), `${what}.publicKey.keyDetails`),
    ),
  };
}

function readKeyId(value: unknown, what: string): Buffer {
  return readBytes(readMessage(value, what, ['keyId']).get('keyId'), `${what}.keyId`);
}

function readAuthorities(value: unknown, what: string): readonly CertificateAuthority[] {
  return readArray(value ?? [], what, (element, path) => {
    const { get } = readMessage(element, path, ['subject', 'uri', 'certChain', 'validFor', 'operator']);
    const holder = readMessage(get('certChain'), `${path}.certChain`, ['certificates']);
    const chain = readArray(holder.get('certificates'), `${path}.certChain.certificates`, (certificate, at) =>
      readCertificate(readBytes(readMessage(certificate, at, ['rawBytes']).get('rawBytes'), `${at}.rawBytes`), 'profile'),
    );
    if (chain.length === 0) throw new JsonError('type', `${path}.certChain.certificates is empty`);
    const url = optional(get('uri'), `${path}.uri`, readString) ?? '';
    const operator = optional(get('operator'), `${path}.operator`, readString) ?? url;
    return { url, operator, chain, validFor: readRange(get('validFor'), `${path}.validFor`) };
  });
}

function readRange(value: unknown, what: string): TimeRange {
  const { get } = readMessage(value, what, ['start', 'end']);
  const start = readTimestamp(get('start'), `${what}.start`);
  const end = optional(get('end'), `${what}.end`, readTimestamp);
  if (end !== undefined && end < start) throw new JsonError('type', `${what} ends before it starts`);
  return end === undefined ? { start } : { start, end };
}

function readUrl(value: unknown, what: string): URL {
  const text = readString(value, what);
  // TransparencyLogInstance.base_url may be without its scheme.
  const url = /^https?:\/\//.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) throw new JsonError('type', `${what} is ${JSON.stringify(text.slice(0, 80))}, not a URL`);
  return new URL(url);
}
