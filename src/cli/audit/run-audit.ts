import { auditHost } from '../../audit/audit-host.ts';
import { type ContainerFacts } from '../../audit/facts/container-facts.ts';
import { type ImageFacts } from '../../audit/facts/image-facts.ts';
import { type ImageScan, readImageScan } from '../../audit/facts/image-scan.ts';
import { type Host } from '../../audit/host.ts';
import { type Known } from '../../audit/known.ts';
import { toScanReport } from '../../audit/to-scan-report.ts';
import { readConfigurationFile } from '../../config/configuration-file.ts';
import { matchesWildcard } from '../../lib/text/matches-wildcard.ts';
import { type AuditResult } from '../../model/audit-report.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ScanReport } from '../../model/report.ts';
import { readBaselineChanges } from '../scan/read-baseline-changes.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue, optionValues } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { tellSuppressions } from '../judge/tell-suppressions.ts';
import { readGate } from '../report/read-gate.ts';
import { reportFormats } from '../report/report-formats.ts';
import { splitList } from '../report/split-list.ts';
import { writeReports } from '../report/write-reports.ts';
import { readOutputTargets } from '../terminal/output-targets.ts';
import { readConfigurationName } from '../words/configuration-name.ts';
import { knownCheck } from './known-check.ts';
import { openHost } from './open-host.ts';
import { readContainerScope } from './running-scope.ts';

/** Arguments → host → facts → results → decision → outputs → exit code. */
export async function runAudit(input: CommandInput, context: CommandContext): Promise<number> {
  const changes = readBaselineChanges(input);
  const gate = { ...readGate(input), ...(changes === undefined ? {} : { changes }) };
  const outputs = readOutputTargets(optionValue(input, 'format'), optionValues(input, 'output'), reportFormats);
  const hasRule = readRuleFilter(input);
  const policy = await readPolicy(input, gate, context);
  const trustPolicy = trustPolicyOf(readConfigurationName(input));
  const host = await openHost(optionValue(input, 'host'), context.runtime);
  const baseline = await readAuditBaseline(input);
  const scanImage = hasOption(input, 'images') ? await readImageScanner(input, host, trustPolicy !== undefined, context) : undefined;
  const audit = await auditHost(
    host,
    {
      hasRule,
      scope: readScope(input),
      given: {
        trustedUsers: optionValues(input, 'trusted-user').flatMap(splitList),
        ...(trustPolicy === undefined ? {} : { trustPolicy }),
      },
      ...(scanImage === undefined ? {} : { scanImage }),
    },
    context.runtime,
  );
  const scanned = toScanReport(audit);
  const compared = baseline === undefined ? scanned : (await import('../scan/take-baseline.ts')).compareReport(scanned, baseline, { gate });
  const report = policy.apply(compared, context.runtime.now());
  const decision = policy.decide(report);
  tellSuppressions([report], context.output);
  const display = gate.severities === undefined ? {} : { severities: new Set(gate.severities) };
  await writeReports(
    [{ report, decision }],
    [],
    { outputs, isVerbose: hasOption(input, 'verbose'), display, showsSuppressed: hasOption(input, 'show-suppressed'), sarifTarget: 'none' },
    context,
  );
  return decision.exitCode;
}

/** An earlier audit of the host. */
async function readAuditBaseline(input: CommandInput): Promise<readonly ScanReport[] | undefined> {
  const named = optionValue(input, 'baseline');
  if (named === undefined) return undefined;
  const { readBaseline } = await import('../scan/read-baseline.ts');
  return readBaseline(named, () => {
    throw new PratiqueError('BASELINE_UNUSABLE', `${named} is not a report of an audit`, {
      hint: 'give a file that pratique audit --output json=FILE wrote',
    });
  });
}

/** Scans images of the host, and verifies their signatures where a trust policy says who must have signed them. */
async function readImageScanner(
  input: CommandInput,
  host: Host,
  verifies: boolean,
  context: CommandContext,
): Promise<(image: ImageFacts) => Promise<Known<ImageScan>>> {
  const { imageScanner, readImageRequest } = await import('./scan-running-images.ts');
  const request = await readImageRequest(input, 'vuln,misconfig,secret', context);
  const scan = await imageScanner(input, host, { request, verifies }, context);
  return async ({ id, repositoryDigests }) => {
    const { report, why } = await scan({ imageId: id, repositoryDigests });
    return report === undefined ? { unread: why ?? 'it was not scanned' } : { value: readImageScan(report, why) };
  };
}

/** The configuration file, where it has a section `trust`. */
function trustPolicyOf(named: string | undefined): string | undefined {
  const file = readConfigurationFile(named);
  return file !== undefined && /^trust\s*:/m.test(file.text) ? file.path : undefined;
}

function readRuleFilter(input: CommandInput): (rule: Pick<AuditResult, 'id' | 'level' | 'controlsGroup'>) => boolean {
  const [included, excluded] = ['include', 'exclude'].map((name) =>
    optionValues(input, name)
      .flatMap(splitList)
      .map((word) => knownCheck(word, name)),
  );
  const level = Number(optionValue(input, 'level') ?? 2);
  const group = Number(optionValue(input, 'controls-group') ?? 4);
  const names = (id: string) => (word: string) => id === word || id.startsWith(`${word}.`);
  return ({ id, level: ownLevel, controlsGroup = 4 }) =>
    (included!.length === 0 || included!.some(names(id))) && !excluded!.some(names(id)) && ownLevel <= level && controlsGroup <= group;
}

function readScope(input: CommandInput): {
  hasContainer: (container: ContainerFacts) => boolean;
  hasImage: (image: ImageFacts) => boolean;
} {
  const images = optionValues(input, 'image');
  const matches = (name: string): boolean => images.length === 0 || images.some((pattern) => matchesWildcard(name, pattern));
  return {
    hasContainer: readContainerScope(input),
    hasImage: ({ name, tags }) => (tags.length === 0 ? matches(name) : tags.some(matches)),
  };
}
