import { PratiqueError } from '../../model/pratique-error.ts';
import { type TrustedRoot } from './trusted-root/trusted-root.ts';

/** What signatures are judged by, apart from the expected signer. */
export interface SigstoreContext {
  /** May be absent only for keys whose signatures need no transparency log. */
  readonly trustedRoot?: TrustedRoot;
  /** One time for the whole run. */
  readonly now: Date;
  /** Each defaults to 1. */
  readonly requirements?: Partial<SigstoreRequirements>;
}

/** How many independent operators have to vouch for what. */
export interface SigstoreRequirements {
  /** Logs that have the signature (Rekor). 0 accepts signatures that are in no log: a stolen key can then be used unnoticed. */
  readonly transparencyLogs: number;
  /** Of certificates: who says when it was signed, logs or timestamp authorities. With 0 and none the certificate has to be valid now. */
  readonly times: number;
  /** Of certificates: logs that have the certificate. */
  readonly certificateLogs: number;
}

export function requirementsOf(context: SigstoreContext): SigstoreRequirements {
  const requirements = { transparencyLogs: 1, times: 1, certificateLogs: 1, ...context.requirements };
  for (const [name, count] of Object.entries(requirements)) {
    if (!Number.isInteger(count) || count < 0 || count > 10)
      throw new PratiqueError('USAGE', `${name} is ${count}, not a number from 0 to 10`);
  }
  return requirements;
}

/** Throws TRUSTED_ROOT_MISSING. */
export function trustedRootOf(context: SigstoreContext, why: string): TrustedRoot {
  if (context.trustedRoot !== undefined) return context.trustedRoot;
  throw new PratiqueError('TRUSTED_ROOT_MISSING', `${why}, and there is no trusted root`);
}
