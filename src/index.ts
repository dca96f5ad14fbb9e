/** The library's public face. What is not exported here may change in any release. */
import { type OpenOptions } from './model/image.ts';
import { hostPlatform } from './model/platform.ts';
import { type ScanReport } from './model/report.ts';
import { PratiqueError } from './model/pratique-error.ts';
import { quietRuntime, type Runtime } from './model/runtime.ts';
import { type TrustVerdict } from './model/trust/trust-verdict.ts';
import { scanTarget, type ScanOptions } from './scan/scan-target.ts';
import { type TrustPlaces, type VerifyOptions } from './trust/verdict/verification-options.ts';

export { errorCodes, type ErrorCode } from './model/error-codes.ts';
export { issueCodes, type IssueCode } from './model/issue-codes.ts';
export { PratiqueError };
export { flagPolicy, type FlagPolicyOptions } from './policy/flag-policy.ts';
export { reporters } from './report/reporters.ts';
export type { Decision, PolicyStatement } from './model/decision.ts';
export type { Finding, RuleFinding, VulnerabilityFinding } from './model/finding.ts';
export type { Issue } from './model/issue.ts';
export type { Package } from './model/package.ts';
export type { Platform } from './model/platform.ts';
export type { ScanReport } from './model/report.ts';
export type { Runtime } from './model/runtime.ts';
export { trustReasons, type TrustReason } from './model/trust/trust-reasons.ts';
export type { TrustRefusal, TrustVerdict, TrustedAttestation, TrustedSignature } from './model/trust/trust-verdict.ts';
export type { Policy } from './policy/policy.ts';
export type { JudgedReport, Reporter, ReporterOptions } from './report/reporter.ts';

/** Options of {@link scan}; all have defaults. */
export interface LibraryScanOptions extends Omit<ScanOptions, 'open'> {
  /** This machine's by default, where another is accepted too when it is the only one available. */
  readonly platform?: OpenOptions['platform'];
  /** How to reach registries. The environment is not read: proxies and credentials come from here. */
  readonly registry?: OpenOptions['registry'];
  /** Container engines to look in before the registry; none by default. */
  readonly engines?: OpenOptions['engines'];
}

/**
 * Scans an image: a reference, a path, or either after a scheme, as on the command line. One report, or one for each platform when all are
 * asked for. Without `database` the built-in starter advisories are used, and without `cacheDirectory` nothing is cached. Throws
 * PratiqueError when the target cannot be scanned; content that could not be scanned is in the report's `issues`.
 */
export function scan(target: string, options: LibraryScanOptions = {}, runtime: Partial<Runtime> = {}): Promise<readonly ScanReport[]> {
  const { platform = hostPlatform(process), registry, engines, ...rest } = options;
  const open = {
    platform,
    isPlatformOptional: options.platform === undefined,
    ...(registry === undefined ? {} : { registry }),
    ...(engines === undefined ? {} : { engines }),
  };
  return scanTarget(target, { ...rest, open }, quietRuntime(runtime));
}

/** What {@link verify} judges by. */
export interface LibraryVerifyOptions extends Pick<VerifyOptions, 'schemes' | 'platform' | 'notaryServer'> {
  /** YAML with a `trust` section, as in `pratique.yaml`; docs/reference/trust-policy.schema.json. */
  readonly policy: string;
  /** Where relative paths of the policy start; the working directory by default. */
  readonly policyDirectory?: string;
  /** Where roots of trust are kept on this machine. */
  readonly places: TrustPlaces;
  readonly registry?: VerifyOptions['registry'];
  readonly isOffline?: boolean;
  readonly requiresPin?: boolean;
}

/**
 * Verifies who signed an image, and explains the result. Untrusted signatures are in the verdict, never thrown; throws PratiqueError when the
 * image cannot be looked up or the policy cannot be used.
 */
export async function verify(image: string, options: LibraryVerifyOptions, runtime: Partial<Runtime> = {}): Promise<TrustVerdict> {
  const [{ verifyImage }, { decodeTrustPolicy }] = await Promise.all([
    import('./trust/verdict/verify-image.ts'),
    import('./trust/verdict/policy/decode-trust-policy.ts'),
  ]);
  const policy = decodeTrustPolicy(options.policy, 'the policy');
  if (policy === undefined) throw new PratiqueError('CONFIG_INVALID', 'the policy has no trust section');
  const { policyDirectory = '.', registry = {}, isOffline = false, requiresPin = false } = options;
  return verifyImage(image, { ...options, policy, policyDirectory, registry, isOffline, requiresPin }, quietRuntime(runtime));
}
