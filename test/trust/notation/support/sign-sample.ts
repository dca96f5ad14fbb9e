import { toDigest } from '../../../../src/model/digest.ts';
import { type Runtime } from '../../../../src/model/runtime.ts';
import { quickRuntime } from '../../../support/quick-runtime.ts';
import { parseCertificate } from '../../../../src/trust/notation/certificate/parse-certificate.ts';
import { decodeNotationPolicyStatement } from '../../../../src/trust/notation/policy/decode-notation-trust-policy.ts';
import { type NotationPolicyStatement } from '../../../../src/trust/notation/policy/notation-trust-policy.ts';
import { type TrustStore } from '../../../../src/trust/notation/policy/trust-store.ts';
import { offlineRevocationFetcher } from '../../../../src/trust/notation/revocation/revocation-fetcher.ts';
import { NotationSigner } from '../../../../src/trust/notation/sign/notation-signer.ts';
import { type NotationOptions } from '../../../../src/trust/notation/verify-notation.ts';
import { VerificationError } from '../../../../src/model/trust/verification-error.ts';
import { type MadeCertificate } from './openssl-certificates.ts';

export const subject = {
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: toDigest('sha256', '73c803930ea3ba1e54bc25c2bdc53edd0284c62ed651fe7b00369da519a3c333'),
  size: 16_724,
};

export function signerOf(chain: readonly MadeCertificate[], now = new Date()): NotationSigner {
  return new NotationSigner({ key: chain[0]!.keyPem, certificates: Buffer.from(chain.map(({ pem }) => pem).join('')) }, now);
}

/** A statement for every image; strict, with any identity of the store `ca:acme`, unless said otherwise. */
export function statementOf(wish: Readonly<Record<string, unknown>> = {}): NotationPolicyStatement {
  const base = {
    name: 'test',
    registryScopes: ['*'],
    signatureVerification: { level: 'strict' },
    trustStores: ['ca:acme'],
    trustedIdentities: ['*'],
  };
  return decodeNotationPolicyStatement({ ...base, ...wish }, 'test');
}

/** A trust store from certificates, by `type:name`. */
export function memoryTrustStore(stores: Readonly<Record<string, readonly MadeCertificate[]>>): TrustStore {
  return {
    readCertificates: ({ type, name }) => {
      const certificates = stores[`${type}:${name}`];
      if (certificates === undefined)
        return Promise.reject(new VerificationError('NOTATION_STORE_INVALID', `${type}:${name}`, 'it does not exist'));
      return Promise.resolve(certificates.map(({ der }) => parseCertificate(der, 'root')));
    },
  };
}

export function optionsOf(
  stores: Readonly<Record<string, readonly MadeCertificate[]>>,
  others: Partial<NotationOptions> = {},
): NotationOptions {
  return { trustStore: memoryTrustStore(stores), revocationFetcher: offlineRevocationFetcher, ...others };
}

export function runtimeAt(now: Date): Runtime {
  return quickRuntime({ now: () => now });
}

export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}
