import { type Candidate } from '../model/advisory.ts';
import { type Issue } from '../model/issue.ts';
import { flawIdOf } from './flaw-id.ts';
import { type Verdict } from './matcher.ts';
import { authorityRank } from './source-authority.ts';

export type AffectedVerdict = Extract<Verdict, { readonly answer: 'affected' }>;

/** One flaw that a package has, with everything that was said about it. */
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
}

interface Item {
  readonly verdict: Verdict;
  readonly rank: number;
  readonly isBulletin: boolean;
}

const nothing: Resolution = { flaws: [], undecided: [] };

/** One answer for each flaw out of many records. Bulletins count for each flaw they cover, and only where no record of that flaw itself answers. */
export function resolveFlaws(version: string | undefined, verdicts: readonly Verdict[]): Resolution {
  if (verdicts.every((verdict) => verdict.answer === 'not-affected')) return nothing;
  const flaws: Flaw[] = [];
  const undecided: { id: string; issue: Issue }[] = [];
  for (const [id, items] of groupByFlaw(version, verdicts)) {
    const deciding = decide(items);
    if (deciding.length > 0) flaws.push({ id, deciding, records: items.map((item) => item.verdict) });
    else undecided.push(...undecidedOf(items).map((issue) => ({ id, issue })));
  }
  return { flaws, undecided };
}

/** Only flaws that an open verdict is about, which are few of those that a package ever had; with everything that was said about them. */
function groupByFlaw(version: string | undefined, verdicts: readonly Verdict[]): ReadonlyMap<string, readonly Item[]> {
  const ids = verdicts.map(({ candidate }) => flawIdsOf(candidate));
  const wanted = new Set<string>();
  for (const [at, verdict] of verdicts.entries()) if (verdict.answer !== 'not-affected') for (const id of ids[at]!) wanted.add(id);
  const groups = new Map<string, Item[]>();
  for (const [at, verdict] of verdicts.entries()) for (const id of ids[at]!) addTo(groups, wanted, id, verdict, version);
  return groups;
}

/** Nothing is made for the many that are not wanted. */
function addTo(groups: Map<string, Item[]>, wanted: ReadonlySet<string>, id: string, verdict: Verdict, version: string | undefined): void {
  if (!wanted.has(id)) return;
  const item = toItem(verdict, version);
  const group = groups.get(id);
  if (group === undefined) groups.set(id, [item]);
  else group.push(item);
}

function flawIdsOf({ advisory }: Candidate): readonly string[] {
  return advisory.covers.length > 0 ? advisory.covers : [flawIdOf(advisory)];
}

function toItem(verdict: Verdict, version: string | undefined): Item {
  return { verdict, rank: authorityRank(verdict.candidate, version), isBulletin: verdict.candidate.advisory.covers.length > 0 };
}

function decide(items: readonly Item[]): readonly AffectedVerdict[] {
  const speaking = speakingItems(items);
  if (speaking.some(({ verdict }) => verdict.candidate.affected.status === 'not-affected')) return [];
  return speaking.map(({ verdict }) => verdict).filter((verdict) => verdict.answer === 'affected');
}

/** Answers of the highest authority among records of the flaw itself, or among bulletins where those have none. */
function speakingItems(items: readonly Item[]): readonly Item[] {
  const answering = items.filter(isAnswer);
  const own = answering.filter((item) => !item.isBulletin);
  const eligible = own.length > 0 ? own : answering;
  const best = Math.min(...eligible.map((item) => item.rank));
  return eligible.filter((item) => item.rank === best);
}

/** A publisher that is still looking has not answered. */
function isAnswer({ verdict }: Item): boolean {
  return verdict.answer !== 'undecided' && verdict.candidate.affected.status !== 'under-investigation';
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
