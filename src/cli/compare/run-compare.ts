import { keepHeapSmall } from '../../lib/engine/keep-heap-small.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { isUnfixed, type Finding } from '../../model/finding.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { completenessStatement } from '../../policy/completeness-statement.ts';
import { type Policy } from '../../policy/policy.ts';
import { scanDescribed } from '../../scan/scan-target.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { isReportFile, readReportFile } from '../report/read-report-file.ts';
import { splitList } from '../report/split-list.ts';
import { viewFormats, writeViews, type ViewStyle } from '../report/write-views.ts';
import { scanOptionsOf } from '../scan/scan-options-of.ts';
import { readScanRequest, type ScanRequest } from '../scan/scan-request.ts';
import { translateScheme } from '../words/foreign-scheme.ts';
import { readPassword } from '../terminal/read-password.ts';
import { compareImages } from './compare-images.ts';
import { type ComparedImage, type Comparison } from './comparison.ts';
import { comparisonJson } from './comparison-json.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { comparisonText } from './comparison-text.ts';

/** Two targets → their reports → what differs → table, Markdown or JSON → exit code. */
export async function runCompare(input: CommandInput, context: CommandContext): Promise<number> {
  keepHeapSmall();
  const password = await readPassword(input, context.output);
  const formats = viewFormats('table', 'markdown', 'json');
  const withCode = hasOption(input, 'exit-code') ? input : { ...input, options: new Map([...input.options, ['exit-code', ['1']]]) };
  const request = readScanRequest(withCode, { formats, cacheDirectory: context.cacheDirectory, ...(password === undefined ? {} : { password }) });
  const [older, newer] = readSides(input);
  const conditions = readConditions(input);
  const policy = await readPolicy(input, { ...request.gate, exitCode: 0 }, context);
  const before = await take(older, request, policy, context);
  const after = await take(newer, request, policy, context);
  const types = new Set(optionValues(input, 'only-package-type').flatMap(splitList));
  const comparison = compareImages(before, after, {
    counts: countedBy(request, input, before, after),
    ...(types.size === 0 ? {} : { packageTypes: types }),
  });
  const writers = new Map([
    ['table', (style: ViewStyle) => comparisonText(comparison, style)],
    ['markdown', () => comparisonMarkdown(comparison)],
    ['json', () => comparisonJson(comparison, context.toolVersion)],
  ]);
  await writeViews(request.outputs, writers, context.output);
  const failed = conditions.filter((condition) => holds(condition, comparison, policy, { before, after }));
  for (const condition of failed) context.output.warn(`pratique: --exit-on ${condition}: ${reasons[condition]}`);
  if (failed.length > 0) return request.gate.exitCode;
  return judgeCompleteness([before, after], request, context);
} // prettier-ignore

const exitConditions = ['vulnerability', 'package', 'policy'] as const;
type Condition = (typeof exitConditions)[number];

const reasons: Readonly<Record<Condition, string>> = {
  vulnerability: 'the new image has new vulnerabilities',
  package: 'the packages differ',
  policy: 'the new image fails the policy, and the old one does not',
};

/** The older one first. Throws USAGE. */
function readSides(input: CommandInput): readonly [string, string] {
  const [first = '', second] = input.arguments;
  const named = optionValue(input, 'to');
  const to = named === undefined ? undefined : translateScheme(named);
  if (first === '' || second === '' || to === '')
    throw new PratiqueError('USAGE', 'an image to compare is empty', { hint: 'check the variable it comes from' });
  if (second !== undefined && to !== undefined)
    throw new PratiqueError('USAGE', 'a second image was given twice: as an argument and with --to', { hint: 'leave out --to' });
  if (to !== undefined) return [to, first];
  if (second !== undefined) return [first, second];
  throw new PratiqueError('USAGE', 'only one image was given', { hint: 'pratique compare BEFORE AFTER, or pratique compare NEW --to OLD' });
}

function readConditions(input: CommandInput): readonly Condition[] {
  const words = optionValues(input, 'exit-on').flatMap(splitList).map((word) => word.toLowerCase());
  const wrong = words.find((word) => !(exitConditions as readonly string[]).includes(word));
  if (wrong !== undefined)
    throw new PratiqueError('USAGE', `--exit-on: ${JSON.stringify(wrong.slice(0, 80))} is not a condition`, { hint: `use ${exitConditions.join(', ')}` });
  return words as Condition[];
} // prettier-ignore

async function take(target: string, request: ScanRequest, policy: Policy, context: CommandContext): Promise<ComparedImage> {
  const found = isReportFile(target) ? readReports(target) : await scanDescribed(target, scanOptionsOf(request, context), context.runtime);
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new PratiqueError('USAGE', `two images are compared, and ${target} has ${found.length}`, {
      hint: 'choose one with --platform os/architecture',
    });
  return { ...only, report: policy.apply(only.report, context.runtime.now()) };
}

function readReports(path: string): readonly ComparedImage[] {
  const { reports, filtered } = readReportFile(path);
  const [first] = filtered;
  if (first !== undefined)
    throw new PratiqueError('BASELINE_UNUSABLE', `${path} does not list all findings of ${first}`, {
      hint: 'write the report without --severity, --ignore-unfixed and --ignore-base',
    });
  return reports.map(({ report }) => ({ report }));
}

/** Only what both were scanned for can be compared; then what the options leave. */
function countedBy({ display }: ScanRequest, input: CommandInput, before: ComparedImage, after: ComparedImage): (finding: Finding) => boolean {
  const kinds = new Set(before.report.scannedFor.filter((kind) => after.report.scannedFor.includes(kind)));
  const onlyUnfixed = hasOption(input, 'only-unfixed');
  return (finding) =>
    kinds.has(finding.kind) &&
    (display.severities === undefined || display.severities.has(finding.severity)) &&
    (display.ignoreUnfixed !== true || !isUnfixed(finding)) &&
    (!onlyUnfixed || isUnfixed(finding)) &&
    !(display.ignoreBase === true && finding.kind === 'vulnerability' && finding.broughtBy === 'base');
} // prettier-ignore

function holds(condition: Condition, { added, packages }: Comparison, policy: Policy, sides: Readonly<Record<'before' | 'after', ComparedImage>>): boolean {
  if (condition === 'vulnerability') return added.some(({ kind, lane }) => kind === 'vulnerability' && lane !== 'not-applicable');
  if (condition === 'package') return packages.length > 0;
  return policy.decide(sides.after.report).verdict === 'fail' && policy.decide(sides.before.report).verdict !== 'fail';
} // prettier-ignore

function judgeCompleteness(sides: readonly ComparedImage[], { gate }: ScanRequest, { output }: CommandContext): number {
  let exitCode: number = exitCodes.passed;
  for (const { report } of sides) {
    const { isMet, text } = completenessStatement(report, gate.allowIncomplete);
    if (isMet) continue;
    output.warn(`pratique: ${report.target.name}: ${text}; pratique scan lists what`);
    exitCode = exitCodes.incomplete;
  }
  return exitCode;
}
