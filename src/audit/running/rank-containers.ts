import { type Finding, isKnownExploited, isUnfixed } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { givesHostAway } from './gives-host-away.ts';
import { type RunningContainer } from './running-container.ts';

export interface RankedContainer<Judged> {
  readonly container: RunningContainer;
  readonly judged: Judged;
  readonly risk: ContainerRisk;
}

export interface ContainerRisk {
  readonly isExposed: boolean;
  /** Its image has a flaw that is known to be exploited, or a critical one with a fix. */
  readonly isExploitable: boolean;
  readonly isDrifted: boolean;
  /** It can take over the host. */
  readonly isPowerful: boolean;
  /** More is worse; compared, not shown. */
  readonly score: number;
}

/** The worst first: what other machines reach and can exploit, then what can be exploited, changed programs, and rights over the host. */
export function rankContainers<Judged extends { readonly report: ScanReport }>(
  containers: readonly { readonly container: RunningContainer; readonly judged: Judged }[],
): readonly RankedContainer<Judged>[] {
  return containers
    .map(({ container, judged }) => ({ container, judged, risk: riskOf(container, judged.report) }))
    .sort((a, b) => b.risk.score - a.risk.score || (a.container.facts.name < b.container.facts.name ? -1 : 1));
}

function riskOf(container: RunningContainer, { findings }: ScanReport): ContainerRisk {
  const { open, drift } = container;
  const isExposed = open.length > 0;
  const counted = findings.filter((finding) => finding.suppression === undefined);
  const isExploitable = counted.some(isExploitableFinding);
  const isDrifted = 'value' in drift && drift.value.items.some((item) => item.drift === 'program' || item.drift === 'packages');
  const isPowerful = givesHostAway(container);
  const exploited = counted.filter(isKnownExploited).length;
  const worst = counted.filter(({ severity }) => severity === 'critical').length;
  const score =
    (isExposed && isExploitable ? 1_000_000 : 0) +
    (isDrifted ? 400_000 : 0) +
    (isExposed && isPowerful ? 300_000 : 0) +
    (isExploitable ? 200_000 : 0) +
    (isPowerful ? 100_000 : 0) +
    (isExposed ? 50_000 : 0) +
    Math.min(exploited, 100) * 400 +
    Math.min(worst, 1_000);
  return { isExposed, isExploitable, isDrifted, isPowerful, score };
}

function isExploitableFinding(finding: Finding): boolean {
  return isKnownExploited(finding) || (finding.kind === 'vulnerability' && finding.severity === 'critical' && !isUnfixed(finding));
}
