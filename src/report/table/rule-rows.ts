import { type ReportView } from '../report-view.ts';
import { displayWidth, fitWidth, padWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { type Finding, findingKinds, type RuleFinding } from '../../model/finding.ts';
import { readableInstruction } from '../../model/readable-instruction.ts';
import { kindWords } from './kind-words.ts';
import { type Style } from './style.ts';
import { countOf } from './words.ts';

export interface RuleRowOptions {
  readonly width: number;
  readonly style: Style;
  readonly isVerbose: boolean;
}

/** A longer id is cut. */
const widestId = 32;
/** Places of one rule that are listed without `--verbose`. */
const mostPlaces = 3;

/** Kind by kind, and rule by rule: what is wrong, where, and what to do. */
export function* writeRuleFindings(view: ReportView, listed: readonly Finding[], options: RuleRowOptions): Iterable<string> {
  for (const kind of findingKinds) {
    const findings = listed.filter((finding): finding is RuleFinding => finding.kind === kind && finding.kind !== 'vulnerability');
    if (findings.length === 0) continue;
    const groups = groupByRule(findings);
    const idWidth = Math.min(widestId, Math.max(...groups.map(([first]) => displayWidth(escapeControl(first.ruleId)))));
    yield '';
    yield `  ${options.style.strong(kindWords[kind].toUpperCase())}`;
    for (const group of groups) yield* writeGroup(view, group, idWidth, options);
  }
}

type Group = readonly [RuleFinding, ...RuleFinding[]];

/** In the order of their worst finding, which is that of the view. Severities of one rule may differ from place to place. */
function groupByRule(findings: readonly RuleFinding[]): readonly Group[] {
  const groups = new Map<string, [RuleFinding, ...RuleFinding[]]>();
  for (const finding of findings) {
    const key = `${finding.ruleId}\n${finding.severity}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function* writeGroup(view: ReportView, group: Group, idWidth: number, { width, style, isVerbose }: RuleRowOptions): Iterable<string> {
  const [first] = group;
  const severity = style.severity(first.severity, padWidth(first.severity, severityWidth));
  const head = group.length === 1 ? first.message : `${first.title} (${countOf(group.length, 'place')})`;
  const indent = 4 + idWidth + 2 + severityWidth + 2;
  const lead = `    ${padWidth(fitWidth(escapeControl(first.ruleId), idWidth), idWidth)}  ${severity}  `;
  // On a narrow terminal the text has lines of its own.
  const isNarrow = width - indent < 24;
  const [line = '', ...more] = wrapWords(escapeControl(head), isNarrow ? width - 6 : width - indent);
  // What follows has the whole width: paths and remedies are longer than the columns before them.
  const margin = ' '.repeat(6);
  if (isNarrow) yield lead.trimEnd();
  yield isNarrow ? margin + line : lead + line;
  for (const next of more) yield (isNarrow ? margin : ' '.repeat(indent)) + next;
  const places = isVerbose ? group : group.slice(0, mostPlaces);
  const hasOwnMessages = new Set(group.map(({ message }) => message)).size > 1;
  for (const finding of places) yield* writePlace(view, finding, hasOwnMessages, margin, { width, style });
  if (places.length < group.length) yield style.faint(`${margin}and ${group.length - places.length} more with --verbose`);
  for (const text of wrapWords(escapeControl(first.remediation), width, `${margin}→ `, `${margin}  `)) yield text;
  if (!isVerbose) return;
  if (first.aliases.length > 0) yield* wrapWords(escapeControl(`also ${first.aliases.join(', ')}`), width, margin).map(style.faint);
  // Half an address leads nowhere.
  for (const reference of first.references) yield style.faint(`${margin}${escapeControl(reference)}`);
}
const severityWidth = 'negligible'.length;

/** One line for the place, and one for the text in it. In an image a message that differs from place to place says more than its path. */
function* writePlace(
  view: ReportView,
  finding: RuleFinding,
  hasOwnMessage: boolean,
  margin: string,
  { width, style }: Pick<RuleRowOptions, 'width' | 'style'>,
): Iterable<string> {
  const hasLine = finding.locations[0]?.line !== undefined;
  const place = hasLine || !hasOwnMessage ? [placeOf(finding)] : [];
  // What a person opens is not to be cut.
  const parts = [
    ...place,
    finding.source === undefined ? '' : `${finding.source.path}:${finding.source.line}`,
    hasOwnMessage ? finding.message : '',
    finding.exposure === undefined ? '' : exposureWords[finding.exposure],
    instructionOf(view, finding),
  ];
  const text = parts.filter((part) => part !== '').join(' · ');
  if (text !== '') yield style.faint(fitWidth(margin + escapeControl(text), width));
  if (finding.excerpt !== undefined) yield style.faint(fitWidth(`${margin}  ${escapeControl(finding.excerpt)}`, width));
}

const exposureWords: Readonly<Record<NonNullable<RuleFinding['exposure']>, string>> = {
  final: 'in the container',
  deleted: 'deleted but extractable',
  history: 'in the history',
  config: 'in the configuration',
};

/** `/usr/bin/su`, `Dockerfile:12`, `config.User`. */
function placeOf({ locations: [first], setting }: RuleFinding): string {
  if (first === undefined) return setting ?? '';
  const path = first.layerIndex === undefined ? first.path : `/${first.path}`;
  return first.line === undefined ? path : `${path}:${first.line}`;
}

function instructionOf({ report }: ReportView, { instruction, locations: [first] }: RuleFinding): string {
  const index = first?.layerIndex;
  const createdBy = instruction ?? (index === undefined ? undefined : report.target.layers[index]?.createdBy);
  const layer = index === undefined || report.target.layers.length < 2 ? '' : `layer ${index}`;
  return [layer, createdBy === undefined ? '' : readableInstruction(createdBy)].filter((part) => part !== '').join(' · ');
}
