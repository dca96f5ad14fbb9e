import { errorCodes } from '../../model/error-codes.ts';
import { exitCodes, type ExitCode } from '../../model/exit-codes.ts';
import { type TrustVerdict } from '../../model/trust/trust-verdict.ts';

/**
 * 0 trusted, 1 not trusted, 2 the policy cannot be used, 3 lookup failed, so that a retry may help. With the actions `warn` and `ignore` the code is 0 unless `isStrict`; only
 * `isTrusted` makes an image trusted.
 */
export function verdictExitCode({ isTrusted, action, failures }: TrustVerdict, { isStrict }: { readonly isStrict: boolean }): ExitCode {
  if (isTrusted) return exitCodes.passed;
  if (!isStrict && (action === 'warn' || action === 'ignore')) return exitCodes.passed;
  if (failures.length === 0) return exitCodes.policyFailed;
  return failures.some(({ code }) => errorCodes[code].exitCode === exitCodes.usageError) ? exitCodes.usageError : exitCodes.failed;
}
