import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { type ScannedLayer } from '../../model/report.ts';

/** Something that can be done, with every finding that it would remove, also where another candidate would remove it too. */
export interface Candidate {
  readonly action: Omit<PlannedAction, 'findings' | 'alsoRemoves'>;
  readonly findings: readonly VulnerabilityFinding[];
}

/** What the plan is made from. */
export interface Situation {
  /** Only those that an action may remove: vulnerabilities of the container's own content. */
  readonly findings: readonly VulnerabilityFinding[];
  readonly packages: ReadonlyMap<string, Package>;
  /** Base first; empty where the target has no layers. */
  readonly layers: readonly ScannedLayer[];
  /** Whether the base image can be exchanged for a newer one. */
  readonly canUpdateBase: boolean;
}

/** Collects findings by action. */
export class Candidates {
  readonly #groups = new Map<string, { readonly action: Candidate['action']; readonly findings: VulnerabilityFinding[] }>();

  add(action: Candidate['action'], finding: VulnerabilityFinding): void {
    const group = this.#groups.get(action.text);
    if (group === undefined) this.#groups.set(action.text, { action, findings: [finding] });
    else group.findings.push(finding);
  }

  all(): readonly Candidate[] {
    return [...this.#groups.values()];
  }
}
