import { createPrivateKey, type KeyObject } from 'node:crypto';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PemBlock, PemError, readPem, writePem } from '../../crypto/pem.ts';
import { decryptPrivateKey, encryptPrivateKey, type KeyDerivation } from './encrypted-private-key.ts';

/** A private key's file as notary and docker write it: PEM with header lines for what the key is for. */
export interface KeyFile {
  /** `root`, `targets`, `snapshot`, a signer's name or a delegation; absent where neither header nor file name says. */
  readonly role?: string;
  /** Of targets and snapshot keys. */
  readonly gun?: string;
  /** Where an export was taken from, relative to `private`. */
  readonly path?: string;
  readonly isEncrypted: boolean;
  readonly block: PemBlock;
}

const encryptedLabel = 'ENCRYPTED PRIVATE KEY';
const plainLabels: ReadonlySet<string> = new Set(['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY']);

/** Every private key of a PEM text: one in a trust directory, several in an export. Throws KEY_UNUSABLE; `what` names the file. */
export function parseKeyFiles(text: string, what: string): readonly KeyFile[] {
  try {
    return readPem(text).map((block) => toKeyFile(block, what));
  } catch (error) {
    if (!(error instanceof PemError)) throw error;
    throw new PratiqueError('KEY_UNUSABLE', `${what} ${error.message}`, { cause: error });
  }
}

/** The same where one key must stand alone. */
export function parseKeyFile(text: string, what: string): KeyFile {
  const [file, ...more] = parseKeyFiles(text, what);
  if (file !== undefined && more.length === 0) return file;
  throw new PratiqueError('KEY_UNUSABLE', `${what} has ${more.length + 1} keys instead of one`);
}

/** Always encrypted. `headers` go above it, as notary sorts them. */
export function formatKeyFile(
  key: KeyObject,
  passphrase: string,
  headers: { readonly role: string; readonly gun?: string | undefined; readonly path?: string | undefined },
  derivation: KeyDerivation,
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
  return writePem(encryptedLabel, encryptPrivateKey(key, passphrase, derivation), new Map(lines));
}

/** Throws PASSPHRASE_WRONG or KEY_UNUSABLE. The passphrase is not used for a key that is not encrypted. */
export function openKeyFile(file: KeyFile, passphrase: string, what: string): KeyObject {
  const { block } = file;
  if (block.label === encryptedLabel) return decryptPrivateKey(block.bytes, passphrase, what);
  if (block.headers.has('DEK-Info')) return openLegacy(block, passphrase, what);
  try {
    return createPrivateKey(writePem(block.label, block.bytes));
  } catch (cause) {
    throw new PratiqueError('KEY_UNUSABLE', `${what} has no readable private key`, { cause });
  }
}

function toKeyFile(block: PemBlock, what: string): KeyFile {
  if (block.label !== encryptedLabel && !plainLabels.has(block.label))
    throw new PratiqueError('KEY_UNUSABLE', `${what} has the PEM block ${block.label} where a private key belongs`);
  const named = ['role', 'gun', 'path'].flatMap((name) => {
    const value = block.headers.get(name);
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  const isEncrypted = block.label === encryptedLabel || block.headers.has('DEK-Info');
  return { ...(Object.fromEntries(named) as { role?: string; gun?: string; path?: string }), isEncrypted, block };
}

/** RFC 1421, as notary before 0.6 wrote it: a key from one round of MD5. Read, never written. */
function openLegacy(block: PemBlock, passphrase: string, what: string): KeyObject {
  const dek = block.headers.get('DEK-Info') ?? '';
  if (!/^AES-(?:128|192|256)-CBC,[0-9A-Fa-f]{32}$/.test(dek))
    throw new PratiqueError('KEY_UNUSABLE', `${what} is encrypted in an unsupported way`);
  const headers = new Map([
    ['Proc-Type', '4,ENCRYPTED'],
    ['DEK-Info', dek],
  ]);
  try {
    return createPrivateKey({ key: writePem(block.label, block.bytes, headers), passphrase });
  } catch (cause) {
    throw new PratiqueError('PASSPHRASE_WRONG', `the passphrase does not decrypt ${what}`, { cause });
  }
}
