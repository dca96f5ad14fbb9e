import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { requestCertificate } from './certificate-authority.ts';
import { type IdentityToken } from './identity-token.ts';
import { type ServiceConnection } from './service-connection.ts';
import { signBytes } from './sign-bytes.ts';
import { type Signer, type VerificationMaterial } from './signer.ts';

/**
 * Signs with a key that is made for the run and never leaves it, and a certificate that says whose identity token was shown. Asking for the
 * certificate throws SIGNING_FAILED.
 */
export async function keylessSigner(token: IdentityToken, certificateAuthority: URL, connection: ServiceConnection): Promise<Signer> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'prime256v1' });
  let material: Promise<VerificationMaterial> | undefined;
  return {
    verificationMaterial: (runtime) => {
      const proof = signBytes(privateKey, Buffer.from(token.challenge, 'utf8'));
      material ??= requestCertificate(certificateAuthority, { token, publicKey, proof }, connection, runtime);
      return material;
    },
    sign: (bytes) => Promise.resolve(signBytes(privateKey, bytes)),
  };
}
