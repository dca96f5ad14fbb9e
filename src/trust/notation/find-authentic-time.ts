import { type Runtime } from '../../model/runtime.ts';
import { type TrustedSignature } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { assertValidDuring, type CertificateChain } from './certificate/certificate-chain.ts';
import { type NotationCertificate } from './certificate/notation-certificate.ts';
import { type NotationEnvelope } from './envelope/notation-envelope.ts';
import { type NotationPolicyStatement } from './policy/notation-trust-policy.ts';
import { type TrustStore } from './policy/trust-store.ts';
import { verifyTimestampToken } from './timestamp/verify-timestamp-token.ts';

export interface AuthenticTime {
  /** Absent when only the present counts. */
  readonly signedAt?: NonNullable<TrustedSignature['signedAt']>;
  /** No later than this; absent when only the present counts. */
  readonly latest?: Date;
  /** Of the timestamp authority; whether it was revoked is still to be asked. */
  readonly authority?: CertificateChain;
}

export interface TimeContext {
  readonly statement: NotationPolicyStatement;
  readonly trustStore: TrustStore;
  readonly now: Date;
  readonly foundAt: string;
}

/**
 * trust-store-trust-policy.md, validate trusted timestamp: the chain was valid when a trusted authority says that it was used, or is valid now. Throws
 * NOTATION_CERTIFICATE_NOT_VALID, NOTATION_TIMESTAMP_* and what stores and chains throw.
 */
export async function findAuthenticTime(
  envelope: NotationEnvelope,
  chain: CertificateChain,
  context: TimeContext,
  runtime: Runtime,
): Promise<AuthenticTime> {
  const { now, foundAt } = context;
  const { signingScheme, signingTime } = envelope.attributes;
  if (signingScheme === 'notary.x509.signingAuthority') {
    assertValidDuring(chain, signingTime, signingTime, foundAt);
    return { signedAt: { time: signingTime, statedBy: 'metadata' }, latest: signingTime };
  }
  if (isTimestampWanted(chain, context)) return verifyTimestamp(envelope, chain, context, runtime);
  assertValidDuring(chain, now, now, foundAt);
  return {};
}

/** Where the statement names a store of timestamp authorities: always, or once a certificate has expired. */
function isTimestampWanted(chain: CertificateChain, { statement, now }: TimeContext): boolean {
  if (!statement.trustStores.some(({ type }) => type === 'tsa')) return false;
  return statement.verifyTimestamp === 'always' || chain.some(({ notAfter }) => notAfter.getTime() < now.getTime());
}

async function verifyTimestamp(
  { timestampToken, signature }: NotationEnvelope,
  chain: CertificateChain,
  { statement, trustStore, now, foundAt }: TimeContext,
  runtime: Runtime,
): Promise<AuthenticTime> {
  if (timestampToken === undefined) throw new VerificationError('NOTATION_TIMESTAMP_MISSING', foundAt, 'it has no timestamp');
  const roots: NotationCertificate[] = [];
  for (const store of statement.trustStores.filter(({ type }) => type === 'tsa'))
    roots.push(...(await trustStore.readCertificates(store, runtime)));
  const what = `${foundAt}: timestamp`;
  const stamp = verifyTimestampToken(timestampToken, signature, roots, what);
  if (stamp.time.getTime() > now.getTime() + futureMs)
    throw new VerificationError('NOTATION_TIMESTAMP_INVALID', what, `it is dated ${stamp.time.toISOString()}, in the future`);
  assertValidDuring(chain, stamp.earliest, stamp.latest, foundAt);
  return { signedAt: { time: stamp.time, statedBy: 'timestamp authority' }, latest: stamp.latest, authority: stamp.chain };
}

/** How far an authority's clock may be ahead of ours. */
const futureMs = 5 * 60_000;
