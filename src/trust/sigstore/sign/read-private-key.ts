import { createPrivateKey, type KeyObject } from 'node:crypto';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { boundKeyDerivation } from './bound-key-derivation.ts';
import { cosignKeyLabels, decryptCosignKey } from './cosign-private-key.ts';

const block = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----\r?\n([\s\S]*?)-----END \1-----/g;
const plainLabels: readonly string[] = ['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY'];

/** Asked only when the key is encrypted; `undefined` means that there is none to be had. */
export type PassphraseSource = () => Promise<string | undefined>;

/**
 * A private key from PEM text: cosign's encrypted keys, PKCS #8 (encrypted or not), SEC 1 and PKCS #1. `what` names it in errors, which never hold
 * any of its text: KEY_UNUSABLE for text without a key, with more than one, or with one of an unsupported type; PASSPHRASE_WRONG; PASSPHRASE_MISSING.
 */
export async function readPrivateKey(pem: string, passphrase: PassphraseSource, what: string): Promise<KeyObject> {
  if (pem.length > limits.privateKeyBytes)
    throw new PratiqueError('KEY_UNUSABLE', `${what} is longer than ${limits.privateKeyBytes} bytes`);
  const [found, ...others] = [...pem.matchAll(block)];
  if (found === undefined)
    throw /-----BEGIN [A-Z ]*PUBLIC KEY-----/.test(pem)
      ? new PratiqueError('KEY_UNUSABLE', `${what} is a public key`, { hint: 'sign with the private key, such as cosign.key' })
      : new PratiqueError('KEY_UNUSABLE', `${what} contains no PEM private key`);
  if (others.length > 0) throw new PratiqueError('KEY_UNUSABLE', `${what} contains ${others.length + 1} private keys`);
  const [text, label = '', body = ''] = found;
  if (cosignKeyLabels.includes(label)) {
    const der = await decryptCosignKey(Buffer.from(body, 'base64'), (await passphrase()) ?? missing(what), what);
    return assertUsable(parseKey({ key: der, format: 'der', type: 'pkcs8' }, what), what);
  }
  if (!plainLabels.includes(label)) throw new PratiqueError('KEY_UNUSABLE', `${what}: a ${label} is not supported`);
  const isEncrypted = label.startsWith('ENCRYPTED') || /^Proc-Type: 4,ENCRYPTED/m.test(body);
  if (!isEncrypted) return assertUsable(parseKey({ key: text, format: 'pem' }, what), what);
  if (label.startsWith('ENCRYPTED')) boundKeyDerivation(Buffer.from(body, 'base64'), what);
  return assertUsable(openEncrypted(text, (await passphrase()) ?? missing(what), what), what);
}

function missing(what: string): never {
  throw new PratiqueError('PASSPHRASE_MISSING', `${what} is encrypted, and no passphrase was given`, {
    hint: 'set COSIGN_PASSWORD, or give --passphrase-file',
  });
}

function parseKey(input: Parameters<typeof createPrivateKey>[0], what: string): KeyObject {
  try {
    return createPrivateKey(input);
  } catch {
    // OpenSSL's reasons say nothing to a reader, and a cause could carry the key's text.
    throw new PratiqueError('KEY_UNUSABLE', `${what} is not a private key that OpenSSL can read`);
  }
}

/** OpenSSL does not tell a wrong passphrase from a damaged key: the padding is wrong in both. */
function openEncrypted(text: string, passphrase: string, what: string): KeyObject {
  try {
    return createPrivateKey({ key: text, format: 'pem', passphrase });
  } catch {
    throw new PratiqueError('PASSPHRASE_WRONG', `${what}: wrong passphrase, or the key is damaged`);
  }
}

const usableCurves: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

function assertUsable(key: KeyObject, what: string): KeyObject {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType;
  if (type === 'ed25519' || (type === 'ec' && usableCurves.includes(namedCurve))) return key;
  if (type === 'rsa' && modulusLength >= 2_048 && modulusLength <= 8_192) return key;
  const detail = type === 'rsa' ? `RSA with ${modulusLength} bits` : [type, namedCurve].join(' ').trim();
  throw new PratiqueError(
    'KEY_UNUSABLE',
    `${what} is ${detail}; signing takes ECDSA P-256, P-384 or P-521, Ed25519, and RSA from 2048 bits`,
  );
}
