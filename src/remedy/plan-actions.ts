import { type Finding, isKnownExploited, type VulnerabilityFinding } from '../model/finding.ts';
import { type Package } from '../model/package.ts';
import { type FindingReference, type PlannedAction } from '../model/plan.ts';
import { type ScannedLayer } from '../model/report.ts';
import { type Severity, severities } from '../model/severity.ts';
import { type Candidate, type Situation } from './plan/candidate.ts';
import { developmentRemovals } from './plan/development.ts';
import { ownerActions } from './plan/owners.ts';
import { removals } from './plan/removals.ts';
import { upgrades } from './plan/upgrades.ts';

export interface PlanOptions {
  /** Base first. Without them nothing is planned that removes what an instruction brought. */
  readonly layers?: readonly ScannedLayer[];
  /** Whether the base image can be exchanged; when not, its packages are upgraded in the image. `true` when absent. */
  readonly canUpdateBase?: boolean;
  /** Plan to accept what nothing else removes until this day, an ISO date. */
  readonly acceptUntil?: string;
}

/**
 * What to do about an image, grouped by action, so that no finding is counted twice: each action in turn is the one that removes most of what is
 * left. Updating the base image goes first, as it is the smallest change. What removes the most comes first in the plan, but known exploited
 * findings before all. Pure.
 */
export function planActions(
  findings: readonly Finding[],
  packages: readonly Package[],
  options: PlanOptions = {},
): readonly PlannedAction[] {
  const situation: Situation = {
    findings: findings.filter((finding) => finding.kind === 'vulnerability' && finding.lane !== 'not-applicable') as VulnerabilityFinding[],
    packages: new Map(packages.map((found) => [found.id, found])),
    layers: options.layers ?? [],
    canUpdateBase: options.canUpdateBase ?? true,
  };
  const candidates = [...ownerActions(situation), ...upgrades(situation), ...removals(situation), ...developmentRemovals(situation)];
  const removed = new Set<VulnerabilityFinding>();
  const chosen = chooseAll(candidates, removed);
  const plan = chosen.sort(worstFirst).map(toAction);
  return [...plan, ...acceptance(situation.findings, removed, options.acceptUntil)];
}

interface Chosen {
  readonly action: Candidate['action'];
  readonly findings: readonly VulnerabilityFinding[];
  readonly alsoRemoves: number;
  readonly weight: readonly number[];
}

/**
 * Greedy: a weight only ever falls while others are chosen, so one that is still the greatest after it was weighed anew is the greatest.
 */
function chooseAll(candidates: readonly Candidate[], removed: Set<VulnerabilityFinding>): Chosen[] {
  const chosen: Chosen[] = [];
  const take = ({ action, findings, weight }: Weighed, all: number): void => {
    for (const finding of findings) removed.add(finding);
    chosen.push({ action, findings, weight, alsoRemoves: all - findings.length });
  };
  const base = candidates.find(({ action }) => action.kind === 'update-base');
  if (base !== undefined) take(weigh(base, removed), base.findings.length);
  const queue = candidates
    .filter((candidate) => candidate !== base)
    .map((candidate) => ({ candidate, weighed: weigh(candidate, removed) }))
    .sort((a, b) => worstFirst(a.weighed, b.weighed));
  for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
    const weighed = weigh(first.candidate, removed);
    if (weighed.findings.length === 0) continue;
    const next = queue.findIndex((other) => worstFirst(other.weighed, weighed) > 0);
    if (next === 0 || weighed.findings.length === first.weighed.findings.length) take(weighed, first.candidate.findings.length);
    else queue.splice(next < 0 ? queue.length : next, 0, { candidate: first.candidate, weighed });
  }
  return chosen;
}

type Weighed = Pick<Chosen, 'action' | 'findings' | 'weight'>;

function weigh({ action, findings }: Candidate, removed: ReadonlySet<VulnerabilityFinding>): Weighed {
  const left = findings.filter((finding) => !removed.has(finding));
  const exploited = left.filter(isKnownExploited).length;
  return { action, findings: left, weight: [exploited, distinctOf(left), ...severities.map((severity) => distinctOf(left, severity))] };
}

function distinctOf(findings: readonly VulnerabilityFinding[], wanted?: Severity): number {
  return new Set(findings.filter(({ severity }) => wanted === undefined || severity === wanted).map(({ id }) => id)).size;
}

/** Exploited findings, then different flaws, then those of each severity; then by text, so that every run has the same order. */
function worstFirst(a: Weighed, b: Weighed): number {
  for (let at = 0; at < a.weight.length; at++) if (a.weight[at] !== b.weight[at]) return b.weight[at]! - a.weight[at]!;
  return a.action.text < b.action.text ? -1 : 1;
}

function toAction({ action, findings, alsoRemoves }: Chosen): PlannedAction {
  return { ...action, findings: findings.map(toReference), ...(alsoRemoves === 0 ? {} : { alsoRemoves }) };
}

function toReference({ id, packageId }: VulnerabilityFinding): FindingReference {
  return { id, packageId };
}

/** What nothing removes can only be replaced, or accepted for a time. */
function* acceptance(
  findings: readonly VulnerabilityFinding[],
  removed: ReadonlySet<VulnerabilityFinding>,
  until: string | undefined,
): Iterable<PlannedAction> {
  const left = findings.filter((finding) => !removed.has(finding));
  if (until === undefined || left.length === 0) return;
  yield { kind: 'accept', text: `accept until ${until} what has no fix`, until, findings: left.map(toReference) };
}
