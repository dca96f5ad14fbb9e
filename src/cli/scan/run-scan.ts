import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Policy } from '../../policy/policy.ts';
import { type JudgedReport } from '../../report/reporter.ts';
import { type ScanOptions, scanTarget } from '../../scan/scan-target.ts';
import { defaultKinds } from '../../scan/checkers.ts';
import { type TakenInventory } from '../../scan/take-inventory.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { reportFormats } from '../report/report-formats.ts';
import { noteContentTrust } from './content-trust-issue.ts';
import { refuseCommandAsTarget } from '../words/not-an-image.ts';
import { readPassword } from '../terminal/read-password.ts';
import { compareReport, takeBaseline } from './take-baseline.ts';
import { expandTargets } from './expand-targets.ts';
import { scanOptionsOf } from './scan-options-of.ts';
import { readScanRequest, type ScanRequest } from './scan-request.ts';
import { checkVerifyOptions } from './check-verify-options.ts';
import { checkDockerfile } from '../report/source-locator.ts';
import { kindSettingsOf, type KindSettings } from '../../model/kind-settings.ts';
import { readLicensePolicy } from '../judge/read-license-policy.ts';
import { judgeTargets } from '../judge/judge-targets.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { readSecretSettings } from '../judge/read-secret-settings.ts';
import { attachedVex, readVexStrictness } from '../judge/read-vex-documents.ts';
import { type VerifiedTarget } from '../verify/verify-target.ts';

/** As {@link scanTargets}; with `--prove-offline` every connection of the run is watched, and one over a network fails it. */
export async function runScan(input: CommandInput, context: CommandContext): Promise<number> {
  if (!hasOption(input, 'prove-offline')) return scanTargets(input, context);
  const { describeConnections, watchConnections } = await import('../terminal/watch-connections.ts');
  const connections = watchConnections();
  const exitCode = await scanTargets(input, context);
  const made = connections();
  context.output.warn(`pratique: ${describeConnections(made)}`);
  return made.network.length > 0 ? exitCodes.failed : exitCode;
}

/** Arguments → what they are judged by → {@link judgeTargets}. */
async function scanTargets(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const password = await readPassword(input, context.output);
  const request = readScanRequest(input, {
    formats: reportFormats,
    cacheDirectory: context.cacheDirectory,
    ...(password === undefined ? {} : { password }),
  });
  checkVerifyOptions(input, request);
  for (const target of request.targets) refuseCommandAsTarget(target, context.commands);
  checkDockerfile(request);
  const policy = await readPolicy(input, request.gate, context);
  const verify = await readVerifier(input, request, password, context);
  const baseline = await takeBaseline(request, context);
  const judging: Judging = {
    policy,
    verify,
    baseline,
    ...(await readLicensePolicy(input, request.kinds)),
    ...(await readSecretSettings(input, request.kinds ?? defaultKinds, context)),
    ...readAttachment(input, password, context),
    ...(await readServer(input, context)),
  };
  const targets = await expandTargets(input, request, context);
  const faults = new Map(targets.map(({ name, fault }) => [name, fault]));
  const judge = async (target: string): Promise<readonly JudgedReport[]> => {
    const fault = faults.get(target);
    if (fault !== undefined) throw fault;
    return scanAndJudge(target, request, judging, context);
  };
  return judgeTargets(
    targets.map(({ name }) => name),
    judge,
    request,
    context,
  );
}

/** Loaded on demand. */
async function readServer(input: CommandInput, context: CommandContext): Promise<Pick<Judging, 'scan'>> {
  if (optionValue(input, 'server') === undefined) return {};
  const { checkServerOptions, scanByServer } = await import('./scan-by-server.ts');
  checkServerOptions(input);
  return { scan: (target, options) => scanByServer(target, input, options, context) };
}

/** Loaded on demand. */
async function readVerifier(
  input: CommandInput,
  { open: { platform, isPlatformOptional = false } }: ScanRequest,
  password: string | undefined,
  context: CommandContext,
): Promise<Judging['verify']> {
  if (!hasOption(input, 'verify')) return undefined;
  const { targetVerifier } = await import('../verify/verify-target.ts');
  return targetVerifier(input, context, { platform, isPlatformOptional, ...(password === undefined ? {} : { password }) });
}

export interface Judging extends KindSettings {
  readonly policy: Policy;
  readonly verify: ((target: string) => Promise<VerifiedTarget>) | undefined;
  /** What every report is compared with. */
  readonly baseline?: readonly ScanReport[] | undefined;
  /** Has another machine scan; this one does where it is absent. */
  readonly scan?: (target: string, options: ScanOptions) => Promise<readonly ScanReport[]>;
  /** Sets aside what VEX attestations of the image say; absent where `--vex oci` was not given. */
  readonly followAttachedVex?: (target: string) => Promise<(report: ScanReport) => ScanReport>;
}

/** One report for each platform that is scanned, with its decision. */
export async function scanAndJudge(
  target: string,
  request: ScanRequest,
  { policy, verify, baseline, followAttachedVex, scan, ...settings }: Judging,
  context: CommandContext,
): Promise<JudgedReport[]> {
  const options: ScanOptions = {
    ...scanOptionsOf(request, context),
    ...kindSettingsOf(settings),
    // What was verified by its digest is what is scanned, not what a cache has under that digest.
    hashesFiles: verify !== undefined,
  };
  const verified = await verify?.(target);
  if (verified !== undefined) tellVerdict(target, verified, context);
  const named = verified?.target ?? target;
  const standIn = await takeStandIn(named, request, context);
  const reports =
    scan === undefined
      ? await scanTarget(named, { ...options, ...(standIn === undefined ? {} : { standIn }) }, context.runtime)
      : await scan(named, options);
  if (verified !== undefined) (await import('../verify/verify-target.ts')).assertVerifiedContent(reports, verified);
  await catalogueImages(reports, request, context);
  const follow = (await followAttachedVex?.(named)) ?? ((report: ScanReport) => report);
  const located = await Promise.all(reports.map((report) => locate(report, named, request, context)));
  return located.map((scanned) => {
    const report = verified === undefined ? noteContentTrust(scanned) : { ...scanned, trust: verified.verdict };
    const applied = policy.apply(compareReport(follow(report), baseline, request), context.runtime.now());
    return { report: applied, decision: policy.decide(applied) };
  });
}

/** Loaded only where rules were asked about an image. */
async function locate(
  report: ScanReport,
  target: string,
  { dockerfile, open }: ScanRequest,
  { runtime }: CommandContext,
): Promise<ScanReport> {
  if (report.findings.every(({ kind }) => kind === 'vulnerability')) return report;
  const { locateRuleFindings } = await import('./locate-rule-findings.ts');
  const readAttested = async () => (await import('./read-attested-dockerfile.ts')).readAttestedDockerfileOf(target, report, open, runtime);
  return locateRuleFindings(report, { ...(dockerfile === undefined ? {} : { dockerfile }), readAttested });
}

/** Before the scan, which may take minutes. */
function tellVerdict(
  target: string,
  { verdict: { isTrusted, action, refused, failures } }: VerifiedTarget,
  { output }: CommandContext,
): void {
  if (isTrusted) return;
  const reasons = [...refused, ...failures].map(({ code }) => code).join(', ');
  const outcome = action === 'enforce' || action === 'forbid' ? 'FAIL, ' : '';
  output.warn(`pratique: ${target}: ${outcome}not trusted${reasons === '' ? '' : ` (${reasons})`}; scanning it for the report`);
}

/** Named images are kept for `pratique recommend`, which then knows them as bases without a network. Loaded for these only. */
async function catalogueImages(reports: readonly ScanReport[], { cacheDirectory }: ScanRequest, context: CommandContext): Promise<void> {
  if (cacheDirectory === undefined || !reports.some(({ target: { scheme } }) => scheme === 'registry' || scheme === 'docker')) return;
  const { catalogued, rememberImages } = await import('./image-catalogue.ts');
  rememberImages(reports.flatMap(catalogued), cacheDirectory, context.runtime);
}

/** Loaded where it is asked for. */
function readAttachment(input: CommandInput, password: string | undefined, context: CommandContext): Pick<Judging, 'followAttachedVex'> {
  if (!optionValues(input, 'vex').includes(attachedVex)) return {};
  return {
    followAttachedVex: async (target) => {
      const { readAttachedVex } = await import('./attached-vex.ts');
      const { applyVex } = await import('../../policy/vex/apply-vex.ts');
      const documents = await readAttachedVex(target, input, password, context);
      return (report) => applyVex(report, documents, readVexStrictness(input));
    },
  };
}

/** Loaded where it is asked for. */
async function takeStandIn(
  target: string,
  { usesAttachedSboms, open }: ScanRequest,
  context: CommandContext,
): Promise<TakenInventory | undefined> {
  if (!usesAttachedSboms) return undefined;
  const { takeAttachedSbom } = await import('./attached-sbom.ts');
  return takeAttachedSbom(target, { registry: open.registry ?? {}, platform: open.platform }, context);
}
