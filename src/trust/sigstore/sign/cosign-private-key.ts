import { type BinaryLike, randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { decodeBase64 } from '../../../lib/bytes/decode-base64.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, type JsonObject, readCount, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { openSecretbox, sealSecretbox } from './secretbox.ts';

/** The PEM labels that cosign writes (since 2.0) and wrote (before). */
export const cosignKeyLabels: readonly string[] = ['ENCRYPTED SIGSTORE PRIVATE KEY', 'ENCRYPTED COSIGN PRIVATE KEY'];

/** What go-securesystemslib's `encrypted` package writes today. It refuses to read any other set but its own three. */
const writtenParameters = { N: 65_536, r: 8, p: 1 } as const;

interface KeyDerivation {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
}

const deriveKey = promisify(scrypt) as (password: BinaryLike, salt: BinaryLike, length: number, options: ScryptOptions) => Promise<Buffer>;

/**
 * The PKCS #8 bytes inside the body of a cosign key's PEM: JSON that names scrypt and its cost, a nonce, and a secretbox. `what` names the key in
 * errors: KEY_UNUSABLE for anything that cosign would not have written, or that costs more than the bounds; PASSPHRASE_WRONG.
 */
export async function decryptCosignKey(body: Uint8Array, passphrase: string, what: string): Promise<Buffer> {
  const { derivation, nonce, ciphertext } = readEncrypted(body, what);
  const key = await derive(derivation, passphrase);
  const plain = openSecretbox(ciphertext, nonce, key);
  if (plain === undefined) throw new PratiqueError('PASSPHRASE_WRONG', `${what}: wrong passphrase`);
  return plain;
}

/** The body of a cosign key's PEM around PKCS #8 bytes. An empty passphrase is one too, as in cosign. */
export async function encryptCosignKey(pkcs8: Uint8Array, passphrase: string): Promise<Buffer> {
  const salt = randomBytes(32);
  const nonce = randomBytes(24);
  const ciphertext = sealSecretbox(pkcs8, nonce, await derive({ ...writtenParameters, salt }, passphrase));
  return Buffer.from(
    JSON.stringify({
      kdf: { name: 'scrypt', params: writtenParameters, salt: salt.toString('base64') },
      cipher: { name: 'nacl/secretbox', nonce: nonce.toString('base64') },
      ciphertext: ciphertext.toString('base64'),
    }),
  );
}

function derive({ N, r, p, salt }: KeyDerivation, passphrase: string): Promise<Buffer> {
  // Node wants to be allowed a little more than the 128·N·r bytes of RFC 7914, section 2.
  return deriveKey(Buffer.from(passphrase, 'utf8'), salt, 32, { N, r, p, maxmem: 128 * N * r + 128 * r * p + 1024 * 1024 });
}

function readEncrypted(body: Uint8Array, what: string): { derivation: KeyDerivation; nonce: Uint8Array; ciphertext: Uint8Array } {
  try {
    const json = readObject(parseJsonBounded(body, { maxBytes: limits.privateKeyBytes, maxDepth: 8 }), 'key');
    const cipher = readObject(field(json, 'cipher'), 'cipher');
    assertNamed(cipher, 'nacl/secretbox', 'cipher', what);
    return {
      derivation: readDerivation(readObject(field(json, 'kdf'), 'kdf'), what),
      nonce: readBase64(field(cipher, 'nonce'), 'cipher.nonce', what, 24),
      ciphertext: readBase64(field(json, 'ciphertext'), 'ciphertext', what),
    };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('KEY_UNUSABLE', `${what}: the encrypted key ${error.message}`, { cause: error });
  }
}

function readDerivation(kdf: JsonObject, what: string): KeyDerivation {
  assertNamed(kdf, 'scrypt', 'kdf', what);
  const parameters = readObject(field(kdf, 'params'), 'kdf.params');
  const N = readCount(field(parameters, 'N'), 'kdf.params.N');
  const r = readCount(field(parameters, 'r'), 'kdf.params.r');
  const p = readCount(field(parameters, 'p'), 'kdf.params.p');
  // RFC 7914, section 2: N is a power of two above 1.
  const isScrypt = N > 1 && r > 0 && p > 0 && Math.log2(N) % 1 === 0;
  const isBounded = N <= limits.scryptCost && r * p <= limits.scryptBlockParallelism && 128 * N * r <= limits.scryptMemoryBytes;
  if (!isScrypt || !isBounded) throw new PratiqueError('KEY_UNUSABLE', `${what}: scrypt with N=${N}, r=${r}, p=${p} exceeds the limit`);
  return { N, r, p, salt: readBase64(field(kdf, 'salt'), 'kdf.salt', what) };
}

function assertNamed(value: JsonObject, name: string, member: string, what: string): void {
  const actual = readString(field(value, 'name'), `${member}.name`);
  if (actual !== name) throw new PratiqueError('KEY_UNUSABLE', `${what}: ${member} is ${JSON.stringify(actual.slice(0, 60))}, not ${name}`);
}

function readBase64(value: unknown, member: string, what: string, length?: number): Buffer {
  const bytes = decodeBase64(readString(value, member));
  if (bytes !== undefined && (length === undefined || bytes.length === length)) return bytes;
  throw new PratiqueError('KEY_UNUSABLE', `${what}: ${member} is not base64${length === undefined ? '' : ` of ${length} bytes`}`);
}
