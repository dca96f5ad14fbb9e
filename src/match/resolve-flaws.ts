import { type Candidate } from '../model/advisory.ts';
import { type Issue } from '../model/issue.ts';
import { flawIdOf } from './flaw-id.ts';
import { type Verdict } from './matcher.ts';
import { authorityRank } from './source-authority.ts';

export type AffectedVerdict = Extract<Verdict, { readonly answer: 'affected' }>;

/** One flaw that a package has, with every record about it. */
export interface Flaw {
  /** Its CVE where it has one, otherwise the publisher's id. */
  readonly id: string;
  /** The records that decide: those of the source with the highest authority. */
  readonly deciding: readonly AffectedVerdict[];
  /** Records of the same flaw in the same package, whatever they say; they carry ids and ratings. */
  readonly records: readonly Verdict[];
}

export interface Resolution {
  readonly flaws: readonly Flaw[];
  /** Flaws that no record with authority could decide. */
  readonly undecided: readonly { readonly id: string; readonly issue: Issue }[];
  /** Flaws that nobody has decided, and that a publisher says it is still looking into. */
  readonly investigated: readonly { readonly id: string; readonly candidate: Candidate }[];
}

interface Item {
  readonly verdict: Verdict;
  readonly rank: number;
  readonly isBulletin: boolean;
}

const nothing: Resolution = { flaws: [], undecided: [], investigated: [] };

/** One answer for each flaw out of many records. Bulletins count for each flaw they cover, and only where no record of that flaw itself answers. */
export function resolveFlaws(version: string | undefined, verdicts: readonly Verdict[]): Resolution {
  const ids: (string | undefined)[] = [];
  const wanted = new Set<string>();
  for (const verdict of verdicts) {
    const { advisory } = verdict.candidate;
    const id = advisory.covers.length > 0 ? undefined : flawIdOf(advisory);
    ids.push(id);
    if (verdict.answer === 'not-affected' && !isInvestigated(verdict)) continue;
    if (id !== undefined) wanted.add(id);
    else for (const covered of advisory.covers) wanted.add(covered);
  }
  if (wanted.size === 0) return nothing;
  const flaws: Flaw[] = [];
  const undecided: { id: string; issue: Issue }[] = [];
  const investigated: { id: string; candidate: Candidate }[] = [];
  for (const [id, items] of groupByFlaw(version, verdicts, ids, wanted)) {
    const deciding = decide(items);
    if (deciding.length > 0) {
      flaws.push({ id, deciding, records: items.map(verdictOf) });
      continue;
    }
    const issues = undecidedOf(items);
    for (const issue of issues) undecided.push({ id, issue });
    if (issues.length > 0 || items.some(isAnswer)) continue;
    const open = items.find(({ verdict }) => isInvestigated(verdict));
    if (open !== undefined) investigated.push({ id, candidate: open.verdict.candidate });
  }
  return { flaws, undecided, investigated };
}

/**
 * Only flaws that an open verdict is about, which are few of those that a package ever had; with every record about them. Nothing is made
 * for the many that are not wanted. `ids` is `undefined` for bulletins, which are about the flaws that they cover.
 */
function groupByFlaw(
  version: string | undefined,
  verdicts: readonly Verdict[],
  ids: readonly (string | undefined)[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (let at = 0; at < verdicts.length; at++) {
    const verdict = verdicts[at]!;
    const id = ids[at];
    if (id !== undefined) addTo(groups, wanted, id, verdict, version);
    else for (const covered of verdict.candidate.advisory.covers) addTo(groups, wanted, covered, verdict, version);
  }
  return groups;
}

function addTo(groups: Map<string, Item[]>, wanted: ReadonlySet<string>, id: string, verdict: Verdict, version: string | undefined): void {
  if (!wanted.has(id)) return;
  const item = toItem(verdict, version);
  const group = groups.get(id);
  if (group === undefined) groups.set(id, [item]);
  else group.push(item);
}

function toItem(verdict: Verdict, version: string | undefined): Item {
  return { verdict, rank: authorityRank(verdict.candidate, version), isBulletin: verdict.candidate.advisory.covers.length > 0 };
}

function decide(items: readonly Item[]): readonly AffectedVerdict[] {
  const deciding: AffectedVerdict[] = [];
  for (const { verdict } of speakingItems(items)) {
    if (verdict.candidate.affected.status === 'not-affected') return [];
    if (verdict.answer === 'affected') deciding.push(verdict);
  }
  return deciding;
}

/** Answers of the highest authority among records of the flaw itself, or among bulletins where those have none. */
function speakingItems(items: readonly Item[]): readonly Item[] {
  let speaking: Item[] = [];
  let best: Item | undefined;
  for (const item of items) {
    if (!isAnswer(item)) continue;
    const order = best === undefined ? -1 : compareAuthority(item, best);
    if (order < 0) {
      best = item;
      speaking = [item];
    } else if (order === 0) speaking.push(item);
  }
  return speaking;
}

function compareAuthority(a: Item, b: Item): number {
  if (a.isBulletin !== b.isBulletin) return a.isBulletin ? 1 : -1;
  return a.rank - b.rank;
}

/** A publisher that is still looking has not answered. */
function isAnswer({ verdict }: Item): boolean {
  return verdict.answer !== 'undecided' && !isInvestigated(verdict);
}

function isInvestigated({ candidate }: Verdict): boolean {
  return candidate.affected.status === 'under-investigation';
}

function verdictOf({ verdict }: Item): Verdict {
  return verdict;
}

/** What could not be compared matters unless a record with more authority has answered. */
function undecidedOf(items: readonly Item[]): readonly Issue[] {
  const [speaking] = speakingItems(items);
  const issues: Issue[] = [];
  for (const item of items) {
    if (item.verdict.answer === 'undecided' && !isOutranked(item, speaking)) issues.push(item.verdict.issue);
  }
  return issues;
}

function isOutranked(item: Item, speaking: Item | undefined): boolean {
  if (speaking === undefined) return false;
  if (speaking.isBulletin !== item.isBulletin) return item.isBulletin;
  return speaking.rank < item.rank || speaking.verdict.candidate.affected.status === 'not-affected';
}
