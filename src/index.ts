/** The library's public face. What is not exported here may change in any release. */
import { type OpenOptions } from './model/image.ts';
import { hostPlatform } from './model/platform.ts';
import { type ScanReport } from './model/report.ts';
import { quietRuntime, type Runtime } from './model/runtime.ts';
import { scanTarget, type ScanOptions } from './scan/scan-target.ts';

export { errorCodes, type ErrorCode } from './model/error-codes.ts';
export { issueCodes, type IssueCode } from './model/issue-codes.ts';
export { PratiqueError } from './model/pratique-error.ts';
export { flagPolicy, type FlagPolicyOptions } from './policy/flag-policy.ts';
export { reporters } from './report/reporters.ts';
export type { Decision, Statement } from './model/decision.ts';
export type { Finding, RuleFinding, VulnerabilityFinding } from './model/finding.ts';
export type { Issue } from './model/issue.ts';
export type { Package } from './model/package.ts';
export type { Platform } from './model/platform.ts';
export type { ScanReport } from './model/report.ts';
export type { Runtime } from './model/runtime.ts';
export type { Policy } from './policy/policy.ts';
export type { JudgedReport, Reporter, ReporterOptions } from './report/reporter.ts';

/** What {@link scan} can be told; all of it has a default. */
export interface LibraryScanOptions extends Omit<ScanOptions, 'open'> {
  /** The platform of this machine by default. */
  readonly platform?: OpenOptions['platform'];
  /** How to reach registries. The environment is not read: proxies and credentials come from here. */
  readonly registry?: OpenOptions['registry'];
}

/**
 * Scans an image: a reference, a path, or either after a scheme, as on the command line. One report, or one for each platform when all are
 * asked for. Without `database` the built-in starter advisories answer, and without `cacheDirectory` nothing is kept. Throws
 * PratiqueError when the target cannot be scanned; what could not be looked at inside it is in the report's `issues`.
 */
export function scan(target: string, options: LibraryScanOptions = {}, runtime: Partial<Runtime> = {}): Promise<readonly ScanReport[]> {
  const { platform = hostPlatform(process), registry, ...rest } = options;
  return scanTarget(target, { ...rest, open: { platform, ...(registry === undefined ? {} : { registry }) } }, quietRuntime(runtime));
}
