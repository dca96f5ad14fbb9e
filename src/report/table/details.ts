import { countFindings, formatCount } from '../count-findings.ts';
import { type ReportView } from '../report-view.ts';
import { readableInstruction } from '../instruction.ts';
import { readableVersion } from '../../model/readable-version.ts';
import { displayWidth, fitWidth, padWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type FixState } from '../../model/advisory.ts';
import { type Finding, isKnownExploited, type Lane, lanes, type VulnerabilityFinding } from '../../model/finding.ts';
import { groupByPackage, type PackageGroup } from './group-by-package.ts';
import { laneWords } from './lane-words.ts';
import { type Style } from './style.ts';

export interface DetailOptions {
  readonly width: number;
  readonly style: Style;
  readonly isVerbose: boolean;
  /** The reader chose severities, so all of those are wanted. */
  readonly isFiltered: boolean;
}

/** Finding by finding: what to fix now, what failed the gate and what was asked for; the other lanes are counted until `--verbose`. */
export function* writeDetails(view: ReportView, options: DetailOptions): Iterable<string> {
  const violating = new Set(view.decision.statements.flatMap((statement) => statement.violatedBy));
  for (const lane of lanes) {
    const findings = view.shown.filter((finding) => finding.lane === lane);
    const listed = findings.filter((finding) => isListed(finding, lane, violating, options));
    if (findings.length === 0) continue;
    yield '';
    yield laneHead(lane, findings, findings.length - listed.length, options);
    yield* writeGroups(view, listed, options);
    yield* writeRuleFindings(listed, options);
  }
}

function laneHead(lane: Lane, findings: readonly Finding[], unlisted: number, { width, style }: DetailOptions): string {
  const word = laneWords[lane].toUpperCase();
  const count = formatCount(countFindings(findings));
  const rest = unlisted === 0 ? count : `${count} · ${unlisted} not listed without --verbose`;
  return `${style.strong(word)}  ${fitWidth(rest, width - word.length - 2)}`;
}

function isListed(finding: Finding, lane: Lane, violating: ReadonlySet<string>, { isVerbose, isFiltered }: DetailOptions): boolean {
  if (isVerbose || lane === 'fix-now') return true;
  return lane !== 'not-applicable' && (isFiltered || violating.has(finding.fingerprint));
}

function* writeGroups(view: ReportView, findings: readonly Finding[], options: DetailOptions): Iterable<string> {
  const vulnerabilities = findings.filter((finding) => finding.kind === 'vulnerability');
  for (const group of groupByPackage(vulnerabilities, view.packages)) {
    yield '';
    yield* writeGroupHead(group, view, options);
    yield* writeRows(group, options);
  }
}

function* writeGroupHead(group: PackageGroup, view: ReportView, { width, style, isVerbose }: DetailOptions): Iterable<string> {
  const target = group.upgradeTo === undefined ? '' : ` → ${readableVersion(group.upgradeTo)}`;
  const title = fitWidth(escapeControl(group.name), width - 2);
  const version = fitWidth(escapeControl(`${group.version}${target}`), width - displayWidth(title) - 3);
  yield `  ${style.strong(title)} ${version}`.trimEnd();
  const createdBy = view.report.target.layers[group.layerIndex]?.createdBy;
  const origin = group.broughtBy === 'unknown' ? '' : ` · ${group.broughtBy === 'base' ? 'base image' : 'own'}`;
  const instruction = createdBy === undefined ? '' : ` · ${readableInstruction(createdBy)}`;
  yield style.faint(fitWidth(`    layer ${group.layerIndex + 1}${origin}${escapeControl(instruction)}`, width));
  const owner = group.owner === undefined ? [] : [`part of ${group.owner}, whose distribution has no record of it`];
  const binaries = group.binaries.length === 0 ? [] : [`as ${group.binaries.join(', ')}`];
  const paths = isVerbose
    ? group.paths
    : group.paths.length > 2
      ? [...group.paths.slice(0, 1), `and ${group.paths.length - 1} more places`]
      : group.paths;
  for (const line of [...owner, ...binaries, ...paths]) yield style.faint(fitWidth(`    ${escapeControl(line)}`, width));
}

/** Aligned within their package; titles where there is room for them, all with `--verbose`. */
function* writeRows({ findings, upgradeTo }: PackageGroup, { width, style, isVerbose }: DetailOptions): Iterable<string> {
  const idColumns = Math.min(24, Math.max(...findings.map((finding) => displayWidth(escapeControl(finding.id)))));
  const fixes = findings.map((finding) => escapeControl(fixWord(finding, upgradeTo)));
  for (const [at, finding] of findings.entries()) {
    const id = padWidth(escapeControl(finding.id), idColumns);
    const cells = [marksOf(finding), fixes[at] ?? ''].filter((text) => text !== '').join('  ');
    const text = fitWidth(`${id}  ${cells}`.trimEnd(), width - 16);
    const title = escapeControl(finding.advisory.title ?? '');
    const room = width - 18 - displayWidth(text);
    const isBeside = title !== '' && room >= 24;
    const beside = isBeside ? `  ${style.faint(fitWidth(title, room))}` : '';
    yield `    ${style.severity(finding.severity, finding.severity.padEnd(12))}${paintMarks(text, finding, style)}${beside}`;
    if (isVerbose && title !== '' && !isBeside) yield style.faint(fitWidth(`                ${title}`, width));
  }
}

/** The fix of this one, where it is not just the package's upgrade; that there is none, where the lane does not say so. */
function fixWord({ fixedVersion, fixStream, fixState, lane, advisory }: VulnerabilityFinding, upgradeTo: string | undefined): string {
  if (fixedVersion === undefined) return lane === 'fix-now' && advisory.isMalware !== true ? fixStateWords[fixState] : '';
  if (fixStream !== undefined) return `${readableVersion(fixedVersion)} (${fixStream} only)`;
  return fixedVersion === upgradeTo ? '' : `fixed in ${readableVersion(fixedVersion)}`;
}

const fixStateWords: Readonly<Record<FixState, string>> = {
  fixed: '',
  'no-fix-yet': 'no fix yet',
  unknown: 'fix unknown',
  'wont-fix': 'won’t be fixed',
  'end-of-life': 'end of life',
};

function marksOf(finding: VulnerabilityFinding): string {
  const { exploitPrediction } = finding.enrichment;
  const marks = [
    isKnownExploited(finding) ? 'EXPLOITED' : '',
    finding.advisory.isMalware === true ? 'MALWARE' : '',
    exploitPrediction === undefined ? '' : `EPSS ${formatShare(exploitPrediction.probability)}`,
    finding.isDistroSilent === true ? 'distro-silent' : '',
  ];
  return marks.filter((mark) => mark !== '').join(' ');
}

function formatShare(probability: number): string {
  return probability < 0.01 ? '<1%' : `${Math.round(probability * 100)}%`;
}

function paintMarks(text: string, finding: VulnerabilityFinding, style: Style): string {
  return isKnownExploited(finding) ? text.replace('EXPLOITED', style.bad('EXPLOITED')) : text;
}

function* writeRuleFindings(findings: readonly Finding[], { width, style }: DetailOptions): Iterable<string> {
  for (const finding of findings) {
    if (finding.kind === 'vulnerability') continue;
    const place = finding.locations[0]?.path;
    yield '';
    yield `    ${style.severity(finding.severity, finding.severity.padEnd(12))}${fitWidth(escapeControl(`${finding.ruleId}  ${finding.title}`), width - 16)}`;
    if (place !== undefined) yield style.faint(fitWidth(`                ${escapeControl(place)}`, width));
  }
}
