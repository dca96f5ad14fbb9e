import { exitCodes, type ExitCode } from '../model/exit-codes.ts';
import { type TrustVerdict } from '../model/trust/trust-verdict.ts';

/**
 * 0 trusted, 1 not trusted, 3 when another attempt may find it trusted. A policy that says warn or ignore lets an image pass, unless `isStrict`; nothing
 * but `isTrusted` makes it trusted.
 */
export function verdictExitCode({ isTrusted, action, failures }: TrustVerdict, { isStrict }: { readonly isStrict: boolean }): ExitCode {
  if (isTrusted) return exitCodes.passed;
  if (!isStrict && (action === 'warn' || action === 'ignore')) return exitCodes.passed;
  return failures.length > 0 ? exitCodes.failed : exitCodes.policyFailed;
}
