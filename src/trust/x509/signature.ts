import { constants, type KeyObject, verify } from 'node:crypto';
import { type Algorithm, type HashName, readAlgorithm, readHash } from './algorithm.ts';
import { DerError } from './der-error.ts';
import { readDer, readMembers, readOptional } from './der-reader.ts';
import { contextTag, derTags } from './der-tags.ts';
import { readSmallInteger } from './der-values.ts';

interface SignatureMethod {
  /** As `KeyObject.asymmetricKeyType` names them. */
  readonly keyTypes: readonly string[];
  /** Absent where the signature is over the message itself. */
  readonly hash?: string;
  readonly saltLength?: number;
}

/** RFC 5758, section 3.2; RFC 4055, section 5; RFC 8410, section 3. RSASSA-PSS and plain RSA need more than the identifier. */
const methods: ReadonlyMap<string, SignatureMethod> = new Map<string, SignatureMethod>([
  ['1.2.840.10045.4.3.2', { keyTypes: ['ec'], hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { keyTypes: ['ec'], hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { keyTypes: ['ec'], hash: 'sha512' }],
  ['1.2.840.113549.1.1.11', { keyTypes: ['rsa'], hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { keyTypes: ['rsa'], hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { keyTypes: ['rsa'], hash: 'sha512' }],
  ['1.3.101.112', { keyTypes: ['ed25519'] }],
  ['1.3.101.113', { keyTypes: ['ed448'] }],
]);

/** RFC 8017, RFC 3279 and FIPS 186: over MD5 or SHA-1, for which collisions can be made. */
const brokenMethods: ReadonlyMap<string, SignatureMethod> = new Map<string, SignatureMethod>([
  ['1.2.840.113549.1.1.4', { keyTypes: ['rsa'], hash: 'md5' }],
  ['1.2.840.113549.1.1.5', { keyTypes: ['rsa'], hash: 'sha1' }],
  ['1.3.14.3.2.29', { keyTypes: ['rsa'], hash: 'sha1' }],
  ['1.2.840.10040.4.3', { keyTypes: ['dsa'], hash: 'sha1' }],
  ['1.2.840.10045.4.1', { keyTypes: ['ec'], hash: 'sha1' }],
]);

const rsassaPss = '1.2.840.113549.1.1.10';
const maskGeneration = '1.2.840.113549.1.1.8';
const rsaEncryption = '1.2.840.113549.1.1.1';

export interface SignatureRules {
  /** The hash of CMS's digestAlgorithm, for `rsaEncryption` (RFC 3370, section 3.2). */
  readonly digest?: HashName;
  /** `any` also accepts MD5 and SHA-1: only where nothing depends on the signature. */
  readonly hashes?: 'SHA-2' | 'any';
}

/** Whether signatures by the algorithm can be accepted. */
export function isSoundAlgorithm({ id }: Algorithm): boolean {
  return methods.has(id) || id === rsassaPss;
}

/** Whether the algorithm signs a digest for which collisions can be made. */
export function isBrokenAlgorithm({ id }: Algorithm): boolean {
  return brokenMethods.has(id);
}

/** The hash in the algorithm's identifier; `undefined` when it has none. */
export function hashOfAlgorithm({ id }: Algorithm): string | undefined {
  return methods.get(id)?.hash;
}

/**
 * Whether `key` made the signature over `message` with the algorithm. False for everything that cannot be checked: a key of another kind, an
 * unknown algorithm, unreadable parameters.
 */
export function isSignature(
  key: KeyObject,
  algorithm: Algorithm,
  message: Uint8Array,
  signature: Uint8Array,
  rules: SignatureRules = {},
): boolean {
  try {
    const method = methodOf(algorithm, rules);
    if (method?.keyTypes.includes(key.asymmetricKeyType ?? '') !== true) return false;
    const { hash = null, saltLength } = method;
    const padding = saltLength === undefined ? {} : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    return verify(hash, message, { key, dsaEncoding: 'der', ...padding }, signature);
  } catch {
    return false;
  }
}

function methodOf(algorithm: Algorithm, { digest, hashes }: SignatureRules): SignatureMethod | undefined {
  const { id } = algorithm;
  if (id === rsassaPss) return readPssMethod(algorithm);
  if (id === rsaEncryption) return digest === undefined ? undefined : { keyTypes: ['rsa'], hash: digest };
  return methods.get(id) ?? (hashes === 'any' ? brokenMethods.get(id) : undefined);
}

/** RFC 4055, section 3.1: hash, mask generation by the same hash, length of the salt, and a trailer that is always 1. */
function readPssMethod({ parameters }: Algorithm): SignatureMethod {
  const tags = [0, 1, 2, 3].map((number) => contextTag(number, 'constructed'));
  const fields = readOptional(readMembers(parameters, derTags.sequence), tags);
  const [hashField, maskField, saltField, trailerField] = fields.map((field) => field && readDer(field.content));
  const hash = readHash(hashField);
  const mask = readAlgorithm(maskField);
  if (mask.id !== maskGeneration || readHash(mask.parameters) !== hash) throw new DerError('the mask uses another hash');
  if (trailerField !== undefined && readSmallInteger(trailerField) !== 1) throw new DerError('the trailer is not 1');
  return { keyTypes: ['rsa', 'rsa-pss'], hash, saltLength: saltField === undefined ? 20 : readSmallInteger(saltField) };
}
