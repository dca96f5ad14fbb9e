import { type KeyObject, X509Certificate } from 'node:crypto';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, optional, readArray, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type IdentityToken } from './identity-token.ts';
import { askService, serviceUrl, type ServiceConnection } from './service-connection.ts';
import { type VerificationMaterial } from './signer.ts';

const what = 'the certificate authority';

/**
 * Asks a certificate authority that speaks as Fulcio does (sigstore/fulcio, fulcio.proto, CreateSigningCertificate) for a certificate of our key and the
 * token's identity. `proof` is the signature over the token's challenge. Throws SIGNING_FAILED, also for a certificate of another key.
 */
export async function requestCertificate(
  base: URL,
  request: { readonly token: IdentityToken; readonly publicKey: KeyObject; readonly proof: Uint8Array },
  connection: ServiceConnection,
  runtime: Runtime,
): Promise<VerificationMaterial> {
  const answer = await askService(
    {
      what,
      url: serviceUrl(base, '/api/v2/signingCert'),
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        credentials: { oidcIdentityToken: request.token.reveal() },
        publicKeyRequest: {
          publicKey: { algorithm: 'ECDSA', content: request.publicKey.export({ format: 'pem', type: 'spki' }) },
          proofOfPossession: Buffer.from(request.proof).toString('base64'),
        },
      }),
      accepts: [200, 201],
    },
    connection,
    runtime,
  );
  const [leaf, ...above] = readChain(answer.bytes).map(parseCertificate);
  if (leaf === undefined) throw failure('answered without a certificate');
  if (!leaf.publicKey.equals(request.publicKey)) throw failure('answered with a certificate of another key');
  // Bundles carry no root: a verifier that used one from a bundle would trust any author of a bundle (protobuf-specs, sigstore_bundle.proto).
  const chain = above.filter((certificate) => certificate.subject !== certificate.issuer);
  return { kind: 'certificate', publicKey: leaf.publicKey, certificate: leaf.raw, chain: chain.map(({ raw }) => raw) };
}

function readChain(bytes: Uint8Array): readonly string[] {
  try {
    const json = readObject(parseJsonBounded(bytes, { maxBytes: limits.signingServiceBytes, maxDepth: 16 }), 'the answer');
    const embedded = optional(field(json, 'signedCertificateEmbeddedSct'), 'signedCertificateEmbeddedSct', readObject);
    // The proof that the certificate was logged has no place in bundles when it does not come inside of the certificate.
    if (embedded === undefined)
      throw new JsonError('type', 'has no certificate with an embedded timestamp of a certificate transparency log');
    const chain = readObject(field(embedded, 'chain'), 'chain');
    return readArray(field(chain, 'certificates'), 'certificates', readString);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw failure(`sent an unusable response: ${error.message}`, error);
  }
}

function parseCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw failure('answered with something that is not a certificate', cause);
  }
}

function failure(reason: string, cause?: unknown): PratiqueError {
  return new PratiqueError('SIGNING_FAILED', `${what} ${reason}`, { cause });
}
