import { constants, sign, type KeyObject } from 'node:crypto';
import { signatureMethod } from './signature-method.ts';
import { type PublicKey } from './public-key.ts';

/** Signs `message` as Notary v1 does: by the first method of the key's type. `privateKey` is that of `key`. */
export function signMessage(key: PublicKey, privateKey: KeyObject, message: Buffer): Buffer {
  const method = signatureMethod(key);
  if (method === 'eddsa') return sign(null, message, privateKey);
  if (method === 'ecdsa') return sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return sign('sha256', message, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}
