import { type Finding, isKnownExploited, type VulnerabilityFinding } from '../model/finding.ts';
import { type Package } from '../model/package.ts';
import { type PlannedAction } from '../model/plan.ts';
import { type Severity, severities } from '../model/severity.ts';
import { actionFor } from './action-for.ts';

/** What to do about everything in lane `fix-now`, grouped by action; what takes away the worst comes first. Pure. */
export function planActions(findings: readonly Finding[], packages: readonly Package[]): readonly PlannedAction[] {
  const byId = new Map(packages.map((found) => [found.id, found]));
  const groups = new Map<string, { readonly action: Omit<PlannedAction, 'findings'>; readonly findings: VulnerabilityFinding[] }>();
  for (const finding of findings) {
    if (finding.kind !== 'vulnerability' || finding.lane !== 'fix-now') continue;
    const action = actionFor(finding, byId);
    const group = groups.get(action.text);
    if (group === undefined) groups.set(action.text, { action, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...groups.values()]
    .map(({ action, findings: taken }) => ({ action, taken, weight: weigh(taken) }))
    .sort((a, b) => compareWeights(b.weight, a.weight) || (a.action.text < b.action.text ? -1 : 1))
    .map(({ action, taken }) => ({ ...action, findings: taken.map(({ id, packageId }) => ({ id, packageId })) }));
}

/** Known exploited findings, then different flaws of each severity, the worst first. */
function weigh(findings: readonly VulnerabilityFinding[]): readonly number[] {
  return [findings.filter(isKnownExploited).length, ...severities.map((severity) => distinctOf(findings, severity))];
}

function distinctOf(findings: readonly VulnerabilityFinding[], wanted: Severity): number {
  return new Set(findings.filter(({ severity }) => severity === wanted).map(({ id }) => id)).size;
}

function compareWeights(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return 0;
}
