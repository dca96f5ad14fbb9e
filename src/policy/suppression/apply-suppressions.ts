import { type Finding, isUnfixed } from '../../model/finding.ts';
import { findingNames } from '../../model/finding-names.ts';
import { type Package } from '../../model/package.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Suppression, type SuppressionNote } from '../../model/suppression.ts';
import { describeEntry } from './describe-entry.ts';
import { type SuppressionEntry, type SuppressionFile } from './suppression-entry.ts';
import { targetReferences } from './target-references.ts';

/** Days before its end from which a suppression is announced. */
export const warningDays = 14;
const dayMs = 86_400_000;
/** An entry without an id that takes away nearly everything is a mistake more often than a decision. */
const broadShare = 0.9;
const broadFindings = 10;

/**
 * Marks findings that an entry covers, and notes entries that have expired, expire soon, or cover nothing. The first entry in the order given
 * decides; a finding that is suppressed already keeps its suppression.
 */
export function applySuppressions(report: ScanReport, { entries, unusable }: SuppressionFile, now: Date): ScanReport {
  const references = targetReferences(report.target);
  const packages = new Map(report.packages.map((found) => [found.id, found]));
  const uses: EntryUse[] = entries
    .filter(({ images }) => images === undefined || images.some((image) => image.matches(references)))
    .map((entry) => ({
      entry,
      isOver: entry.expires !== undefined && entry.expires.atMs <= now.getTime(),
      covered: [],
      outlived: [],
      partly: [],
    }));
  const findEntries = indexByName(uses);
  const findings = report.findings.map((finding) => {
    const [first] = findEntries(finding).filter((use) => isHeldBy(use, finding, packages));
    return first === undefined || finding.suppression !== undefined ? finding : { ...finding, suppression: toSuppression(first.entry) };
  });
  const notes: SuppressionNote[] = [
    ...uses.flatMap((use) => noteOf(use, report.findings.length, now)),
    ...unusable.map(({ origin, message }) => ({ kind: 'no-counterpart', origin, message }) as const),
  ];
  return { ...report, findings, suppressionNotes: [...(report.suppressionNotes ?? []), ...notes] };
}

interface EntryUse {
  readonly entry: SuppressionEntry;
  readonly isOver: boolean;
  readonly covered: Finding[];
  /** Findings of which only some copies are covered. */
  readonly partly: Finding[];
  /** Findings that have a fix by now, for an entry that holds until there is one. */
  readonly outlived: Finding[];
}

/** Whether the entry suppresses the finding; what it covers without that is noted. */
function isHeldBy(use: EntryUse, finding: Finding, packages: ReadonlyMap<string, Package>): boolean {
  const answer = coverage(use.entry, finding, packages);
  if (answer === 'none') return false;
  const isOutlived = use.entry.until === 'fixed' && !isUnfixed(finding);
  (answer === 'some' ? use.partly : isOutlived ? use.outlived : use.covered).push(finding);
  return answer === 'all' && !isOutlived && !use.isOver;
}

/** Entries that may be about a finding, in their order: those with one of its names, and those without ids. */
function indexByName(uses: readonly EntryUse[]): (finding: Finding) => readonly EntryUse[] {
  const named = new Map<string, number[]>();
  const unnamed: number[] = [];
  for (const [at, { entry }] of uses.entries()) {
    if (entry.ids === undefined) unnamed.push(at);
    for (const id of new Set(entry.ids?.map((each) => each.toLowerCase()))) {
      const known = named.get(id);
      if (known === undefined) named.set(id, [at]);
      else known.push(at);
    }
  }
  return (finding) => {
    const places = new Set(unnamed);
    for (const name of findingNames(finding)) for (const at of named.get(name) ?? []) places.add(at);
    return [...places].sort((a, b) => a - b).map((at) => uses[at]!);
  };
}

/** `some`: other copies of the same finding are not covered, so it counts. */
function coverage(entry: SuppressionEntry, finding: Finding, packages: ReadonlyMap<string, Package>): 'all' | 'some' | 'none' {
  const { kinds, fixStates, packages: wanted, paths, line } = entry;
  if (kinds?.includes(finding.kind) === false) return 'none';
  if (fixStates !== undefined && (finding.kind !== 'vulnerability' || !fixStates.includes(finding.fixState))) return 'none';
  if (line !== undefined && (finding.kind === 'vulnerability' || !finding.locations.some((location) => location.line === line)))
    return 'none';
  const copies = copiesOf(finding, packages);
  if (wanted !== undefined && !copies.some(({ found }) => found !== undefined && wanted.some((pattern) => pattern.matches(found))))
    return 'none';
  if (paths === undefined) return 'all';
  const inside = copies.filter((copy) => copy.paths.some((path) => paths.some((pattern) => pattern.matches(path))));
  return inside.length === 0 ? 'none' : inside.length === copies.length ? 'all' : 'some';
}

interface Copy {
  readonly found?: Package;
  readonly paths: readonly string[];
}

/** Every package that a flaw was found in, or every place where a rule is violated. */
function copiesOf(finding: Finding, packages: ReadonlyMap<string, Package>): readonly Copy[] {
  if (finding.kind !== 'vulnerability') {
    const found = finding.packageId === undefined ? undefined : packages.get(finding.packageId);
    const own = found === undefined ? {} : { found };
    return finding.locations.length === 0 ? [{ ...own, paths: [] }] : finding.locations.map(({ path }) => ({ ...own, paths: [path] }));
  }
  return [finding.packageId, ...finding.otherPackageIds].map((id) => {
    const found = packages.get(id);
    return found === undefined ? { paths: [] } : { found, paths: found.locations.map(({ path }) => path) };
  });
}

function toSuppression({ reason, origin, expires, until, owner, ticket, vex }: SuppressionEntry): Suppression {
  return {
    reason,
    origin,
    ...(expires === undefined ? {} : { expiresOn: expires.text }),
    ...(until === undefined ? {} : { until }),
    ...(owner === undefined ? {} : { owner }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(vex === undefined ? {} : { vex }),
  };
}

function noteOf({ entry, isOver, covered, outlived, partly }: EntryUse, findings: number, now: Date): readonly SuppressionNote[] {
  const { origin, expires } = entry;
  const what = describeEntry(entry);
  if (isOver)
    return [
      { kind: 'expired', origin, message: `${what} expired on ${expires?.text ?? ''}${again(covered.length)} (reason: ${entry.reason})` },
    ];
  const notes: SuppressionNote[] = [];
  const [first] = outlived;
  if (first !== undefined) notes.push({ kind: 'expired', origin, message: `${what} no longer holds: ${fixOf(first)}` });
  const [cut] = partly;
  if (cut !== undefined)
    notes.push({ kind: 'partial', origin, message: `${what} covers some copies of ${nameOf(cut)} only, so the finding counts` });
  if (covered.length === 0) return notes.length === 0 ? [unusedNote(entry, what)] : notes;
  const daysLeft = expires === undefined ? Infinity : Math.ceil((expires.atMs - now.getTime()) / dayMs);
  if (daysLeft <= warningDays) {
    const when = daysLeft === 1 ? 'within a day' : `in ${daysLeft} days`;
    notes.push({ kind: 'expires-soon', origin, message: `${what} expires ${when} (${expires?.text ?? ''})` });
  }
  if (entry.ids === undefined && entry.vex === undefined && findings >= broadFindings && covered.length > findings * broadShare)
    notes.push({ kind: 'too-broad', origin, message: `${what} suppresses ${covered.length} of ${findings} findings` });
  return notes;
}

function unusedNote({ origin, unmatched }: SuppressionEntry, what: string): SuppressionNote {
  if (unmatched !== undefined) return { kind: 'no-counterpart', origin, message: unmatched };
  return { kind: 'unused', origin, message: `${what} matches no finding` };
}

function again(count: number): string {
  return count === 0 ? '' : `; ${count === 1 ? '1 finding counts' : `${count} findings count`} again`;
}

function nameOf(finding: Finding): string {
  return finding.kind === 'vulnerability' ? finding.id : finding.ruleId;
}

function fixOf(finding: Finding): string {
  if (finding.kind !== 'vulnerability') return 'there is a fix';
  return `${finding.id} is fixed in ${finding.fixedVersion ?? 'a later version'}`;
}
