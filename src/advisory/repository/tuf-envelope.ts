import { createHash, sign, type KeyObject } from 'node:crypto';

export type TufRole = 'root' | 'targets' | 'snapshot' | 'timestamp';
export const tufRoles: readonly TufRole[] = ['root', 'targets', 'snapshot', 'timestamp'];

export type TufJson = string | number | boolean | readonly TufJson[] | { readonly [key: string]: TufJson };

/** A public key as TUF writes it (TUF 1.0.34, section 4.2), by its id. */
export interface TufKey {
  readonly id: string;
  readonly json: { readonly keytype: 'ed25519'; readonly scheme: 'ed25519'; readonly keyval: { readonly public: string } };
}

export interface TufSigner {
  readonly key: TufKey;
  readonly privateKey: KeyObject;
}

/** Of an Ed25519 key. Throws TypeError for any other. */
export function tufKey(publicKey: KeyObject): TufKey {
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const json = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: Buffer.from(x, 'base64url').toString('hex') } } as const;
  return { id: createHash('sha256').update(canonicalJson(json)).digest('hex'), json };
}

/** The file of a role: what is signed, and the signatures over its canonical form. */
export function signEnvelope(signed: TufJson, signers: readonly TufSigner[]): Buffer {
  const message = Buffer.from(canonicalJson(signed));
  const signatures = signers.map(({ key, privateKey }) => ({ keyid: key.id, sig: sign(null, message, privateKey).toString('hex') }));
  return Buffer.from(`${JSON.stringify({ signed, signatures }, undefined, 1)}\n`);
}

/** OLPC's canonical JSON, which TUF signs: members sorted, no blanks, only `"` and `\` escaped. Throws RangeError for a number that is no integer. */
export function canonicalJson(value: TufJson): string {
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`${value} is not an integer`);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key]!)}`);
  return `{${members.join(',')}}`;
}

function isList(value: TufJson): value is readonly TufJson[] {
  return Array.isArray(value);
}
