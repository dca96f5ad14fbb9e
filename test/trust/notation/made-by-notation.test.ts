import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { parseCertificate } from '../../../src/trust/notation/certificate/parse-certificate.ts';
import { decodeEnvelope } from '../../../src/trust/notation/envelope/decode-envelope.ts';
import { inspectNotation } from '../../../src/trust/notation/inspect-notation.ts';
import { type TrustStore } from '../../../src/trust/notation/policy/trust-store.ts';
import { offlineRevocationFetcher } from '../../../src/trust/notation/revocation/revocation-fetcher.ts';
import { anyTimestamp } from '../../../src/trust/x509/timestamp-rules.ts';
import { readTimestampToken } from '../../../src/trust/x509/timestamp-token.ts';
import { verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { outcomeCode } from './support/outcome-code.ts';
import { runtimeAt, statementOf } from './support/sign-sample.ts';

const read = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', name));
const mediaType = 'application/jose+json';
const artifact = {
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  digest: toDigest('sha256', 'c0669ef34cdc14332c0f1ab0c2c01acb91d96014b172f1a76f3a39e63d1f0bda'),
  size: 528,
};
const plain = read('notation-jws.sig');
const stamped = read('notation-jws-timestamp.sig');

// See fixtures/NOTICE.md.
describe('what notation made', () => {
  const signer = parseCertificate(decodeEnvelope(plain, mediaType, 'it').certificates[0]!, 'signer');
  const token = decodeEnvelope(stamped, mediaType, 'it').timestampToken!;
  // GlobalSign's root comes with the token.
  const root = parseCertificate(readTimestampToken(token, anyTimestamp).certificates.at(-1)!, 'root');
  const trustStore: TrustStore = { readCertificates: ({ type }) => Promise.resolve([type === 'tsa' ? root : signer]) };
  const statement = (trustStores: readonly string[]) =>
    statementOf({
      trustStores,
      trustedIdentities: ['x509.subject: C=US, ST=WA, L=Seattle, O=Notary, CN=alpine'],
      signatureVerification: { level: 'strict', override: { revocation: 'skip' } },
    });
  const verify = (bytes: Uint8Array, day: string, ...stores: readonly string[]) =>
    verifyNotation(
      { bytes, mediaType, foundAt: 'it' },
      artifact,
      statement(['ca:notation', ...stores]),
      { trustStore, revocationFetcher: offlineRevocationFetcher },
      runtimeAt(new Date(day)),
    );

  it('is shown', () => {
    expect(inspectNotation(stamped, mediaType, 'it')).toEqual({
      format: 'jws',
      algorithm: 'PS256',
      attributes: { signingScheme: 'notary.x509', signingTime: new Date('2024-06-18T06:29:33Z'), extended: [] },
      signingAgent: 'Notation/1.0.0',
      artifact: { ...artifact, annotations: new Map(), urls: [] },
      certificates: [
        {
          subject: 'C=US, ST=WA, L=Seattle, O=Notary, CN=alpine',
          fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          notBefore: new Date('2023-05-09T04:55:12Z'),
          notAfter: new Date('2033-05-10T04:55:12Z'),
        },
      ],
      timestamp: { kind: 'token', time: new Date('2024-06-18T06:29:37Z'), policy: '1.3.6.1.4.1.4146.2.3' },
    });
  });

  it.each([
    ['without timestamp', plain, '2026-01-01', [], 'trusted'],
    ['without timestamp, before its certificate', plain, '2023-01-01', [], 'NOTATION_CERTIFICATE_NOT_VALID'],
    ['without timestamp, after its certificate', plain, '2034-01-01', [], 'NOTATION_CERTIFICATE_NOT_VALID'],
    ['without timestamp, which is wanted', plain, '2026-01-01', ['tsa:globalsign'], 'NOTATION_TIMESTAMP_MISSING'],
    ['with GlobalSign’s timestamp', stamped, '2026-01-01', ['tsa:globalsign'], 'trusted'],
    ['with GlobalSign’s timestamp, after its certificate', stamped, '2034-01-01', ['tsa:globalsign'], 'trusted'],
    ['with a timestamp that nobody looks at, after its certificate', stamped, '2034-01-01', [], 'NOTATION_CERTIFICATE_NOT_VALID'],
  ])('is verified %s', async (_, bytes, day, stores, expected) => {
    expect(await outcomeCode(verify(bytes, day, ...stores).then(({ kind }) => kind))).toBe(expected);
  });

  it('has the time of GlobalSign', async () => {
    const outcome = await verify(stamped, '2026-01-01', 'tsa:globalsign');
    expect(outcome).toMatchObject({ signature: { signedAt: { time: new Date('2024-06-18T06:29:37Z'), statedBy: 'timestamp authority' } } });
  });
});
