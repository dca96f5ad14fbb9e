import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type CertificateChain } from '../certificate/certificate-chain.ts';
import { checkOcsp } from './check-ocsp.ts';
import { checkRevocationList } from './check-revocation-list.ts';
import { RevocationUnavailable } from './revocation-fetcher.ts';
import { type RevocationQuestion, type RevocationStatus } from './revocation-status.ts';

/**
 * trust-store-trust-policy.md, certificate revocation evaluation: from below the root to the leaf, OCSP first, lists where OCSP gives no usable answer;
 * a certificate that names neither is considered good. Throws NOTATION_REVOKED, else NOTATION_REVOCATION_UNKNOWN.
 */
export async function checkRevocation(
  chain: CertificateChain,
  options: Omit<RevocationQuestion, 'certificate' | 'issuer'>,
  what: string,
  runtime: Runtime,
): Promise<void> {
  let unknown: VerificationError | undefined;
  for (let index = chain.length - 2; index >= 0; index--) {
    const [certificate, issuer] = chain.slice(index, index + 2);
    if (certificate === undefined || issuer === undefined) continue;
    const name = `${what}: ${certificate.subject.text}`;
    const status = await learnStatus({ ...options, certificate, issuer }, runtime).catch((cause: unknown) => {
      if (!(cause instanceof RevocationUnavailable)) throw cause;
      unknown ??= new VerificationError('NOTATION_REVOCATION_UNKNOWN', name, cause.message, { cause });
      return undefined;
    });
    if (status?.kind === 'revoked')
      throw new VerificationError('NOTATION_REVOKED', name, `it was revoked at ${status.at.toISOString()} (${status.reason})`);
  }
  if (unknown !== undefined) throw unknown;
}

async function learnStatus(question: RevocationQuestion, runtime: Runtime): Promise<RevocationStatus> {
  const { ocspPlaces, crlPlaces, subject } = question.certificate;
  if (ocspPlaces.length === 0) return crlPlaces.length === 0 ? { kind: 'good' } : checkRevocationList(question, runtime);
  try {
    return await checkOcsp(question, runtime);
  } catch (cause) {
    if (!(cause instanceof RevocationUnavailable)) throw cause;
    if (crlPlaces.length === 0) throw cause;
    runtime.log.info('no usable OCSP answer, trying revocation lists', { certificate: subject.text, reason: cause.message });
    return await checkRevocationList(question, runtime).catch((second: unknown) => {
      if (!(second instanceof RevocationUnavailable)) throw second;
      throw new RevocationUnavailable(`${cause.message}; ${second.message}`, { cause: second });
    });
  }
}
