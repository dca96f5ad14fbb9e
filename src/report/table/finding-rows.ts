import { findingLink } from '../finding-link.ts';
import { fixWord } from '../fix-word.ts';
import { displayWidth, fitWidth, padWidth, padWidthStart } from '../../lib/terminal/display-width.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { describeFinding, type FindingText } from '../../model/describe-finding.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { isKnownExploited, type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type Style } from './style.ts';

export interface RowOptions {
  readonly width: number;
  readonly style: Style;
  readonly isVerbose: boolean;
  readonly packages: ReadonlyMap<string, Package>;
}

/** Widths of the columns of a list; the title takes what is left. */
export interface RowColumns {
  readonly id: number;
  readonly severity: number;
  readonly fix: number;
  readonly epss: number;
  readonly title: number;
}

const indent = 4;
const gap = 2;
/** An id or a version that is longer is cut. */
const widestId = 24;
const widestFix = 24;
/** What is left of a version on a narrow terminal. */
const leastFix = 8;
/** Below this a title says nothing. */
const leastTitle = 10;

/** As wide as the widest cell of the list, and no wider than the terminal. */
export function fitColumns(findings: readonly VulnerabilityFinding[], { width, packages }: RowOptions): RowColumns {
  const widest = (cellOf: (finding: VulnerabilityFinding) => string, head: string): number =>
    findings.reduce((most, finding) => Math.max(most, displayWidth(cellOf(finding))), head.length);
  const id = Math.min(
    widestId,
    widest(({ id: name }) => escapeControl(name), heads.id),
  );
  const severity = widest((finding) => severityWord(finding, packages), heads.severity);
  const fix = Math.min(
    widestFix,
    widest((finding) => escapeControl(fixWord(finding)), heads.fix),
  );
  const epss = findings.some((finding) => epssWord(finding) !== '') ? widest(epssWord, heads.epss) : 0;
  const rest = width - indent - id - severity - fix - 2 * gap - (epss === 0 ? 0 : epss + gap);
  if (rest - gap >= leastTitle) return { id, severity, fix, epss, title: rest - gap };
  if (rest >= 0) return { id, severity, fix, epss, title: 0 };
  // Narrow terminals do without the scores, then without the end of versions and ids.
  const room = width - indent - severity - 2 * gap;
  const narrowFix = Math.min(fix, Math.max(leastFix, room - id));
  return { id: Math.min(id, room - narrowFix), severity, fix: narrowFix, epss: 0, title: 0 };
}

const heads = { id: 'ID', severity: 'SEVERITY', fix: 'FIXED IN', epss: 'EPSS', title: 'TITLE' };

export function writeColumnHead(columns: RowColumns, { width, style }: Pick<RowOptions, 'width' | 'style'>): string {
  return style.faint(fitWidth(joinCells(columns, { ...heads, title: columns.title === 0 ? '' : heads.title }), width));
}

/** One line; with `--verbose` also the whole title, where it was cut, and the link. */
export function* writeRow(
  finding: VulnerabilityFinding,
  columns: RowColumns,
  { width, style, isVerbose, packages }: RowOptions,
): Iterable<string> {
  const url = findingLink(finding);
  const text = describeFinding(finding);
  const id = fitWidth(escapeControl(finding.id), columns.id);
  const severity = severityWord(finding, packages);
  const marks = marksOf(finding, packages);
  const title = escapeControl(text.title ?? '');
  const marked = [marks, title].filter((part) => part !== '').join(' ');
  // Marks are shown even where there is no room for a title.
  const shown = fitWidth(marked, Math.max(columns.title, 0));
  const cells = {
    id: style.link(url, id) + ' '.repeat(Math.max(0, columns.id - displayWidth(id))),
    severity: style.severity(finding.severity, padWidth(severity, columns.severity)),
    fix: padWidth(fitWidth(escapeControl(fixWord(finding)), columns.fix), columns.fix),
    epss: columns.epss === 0 ? '' : padWidthStart(epssWord(finding), columns.epss),
  };
  const line = `${' '.repeat(indent)}${cells.id}  ${cells.severity}  ${cells.fix}${columns.epss === 0 ? '' : `  ${cells.epss}`}`;
  yield shown === '' ? line.trimEnd() : `${line}  ${paintMarks(shown, finding, style)}`;
  if (columns.title === 0 && marks !== '') yield `      ${paintMarks(fitWidth(marks, width - 6), finding, style)}`;
  if (!isVerbose) return;
  const isRepeated = text.description?.startsWith(text.title?.replace(/…$/, '') ?? '') === true;
  if (title !== '' && !shown.endsWith(title) && !isRepeated)
    for (const line of wrapWords(title, Math.min(width, widestText), '      ')) yield style.faint(line);
  for (const part of describedLines(text, width)) yield style.faint(part);
  // Half an address leads nowhere.
  if (url !== undefined) yield style.faint(`      ${url}`);
}

const mostDescribed = 6;

/** The description as running text, its first lines; Markdown reads well enough as it is. */
function describedLines({ description }: FindingText, width: number): readonly string[] {
  if (description === undefined) return [];
  const words = escapeControl(description.replaceAll(/\s+/g, ' ').trim());
  const lines = wrapWords(words, Math.min(width, widestText), '      ');
  if (lines.length <= mostDescribed) return lines;
  return [...lines.slice(0, mostDescribed - 1), fitWidth(`${lines[mostDescribed - 1]!} …`, width)];
}

/** Longer lines are hard to read. */
const widestText = 100;

function joinCells(columns: RowColumns, cells: Readonly<Record<keyof RowColumns, string>>): string {
  const epss = columns.epss === 0 ? [] : [padWidthStart(cells.epss, columns.epss)];
  const line = [padWidth(cells.id, columns.id), padWidth(cells.severity, columns.severity), padWidth(cells.fix, columns.fix), ...epss, cells.title]; // prettier-ignore
  return `${' '.repeat(indent)}${line.join(' '.repeat(gap))}`.trimEnd();
}

/** The severity, and whose it is where neither the package's own publisher nor NVD rated it. */
function severityWord({ severity, severityOrigin, packageId }: VulnerabilityFinding, packages: RowOptions['packages']): string {
  const id = packages.get(packageId)?.ecosystem;
  const isDistribution = id !== undefined && ecosystem(id).distribution !== undefined;
  const isUsual = !isDistribution || severityOrigin === id || severityOrigin === 'nvd' || severityOrigin === 'none';
  return isUsual ? severity : escapeControl(`${severity} (${severityOrigin})`);
}

function epssWord({ enrichment }: VulnerabilityFinding): string {
  const share = enrichment.exploitPrediction?.probability;
  if (share === undefined) return '';
  return share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`;
}

/** Its distribution has no record of a flaw that the advisories of its language have. */
function displayNameOf({ packageId }: VulnerabilityFinding, packages: RowOptions['packages']): string {
  const id = packages.get(packageId)?.ecosystem;
  return id === undefined ? 'upstream' : ecosystem(id).displayName;
}

function marksOf(finding: VulnerabilityFinding, packages: RowOptions['packages']): string {
  const marks = [
    finding.change === 'introduced' ? 'NEW' : '',
    finding.change === 'disclosed' ? 'DISCLOSED' : '',
    isKnownExploited(finding) ? 'EXPLOITED' : '',
    finding.advisory.isMalware === true ? 'MALWARE' : '',
    finding.isDistroSilent === true ? `${displayNameOf(finding, packages)} advisory only` : '',
  ];
  return marks.filter((mark) => mark !== '').join(' ');
}

function paintMarks(text: string, finding: VulnerabilityFinding, style: Style): string {
  return isKnownExploited(finding) ? text.replace('EXPLOITED', style.bad('EXPLOITED')) : text;
}
