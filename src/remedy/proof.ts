import { isUnfixed, type VulnerabilityFinding } from '../model/finding.ts';
import { type PlannedAction, referenceKey } from '../model/plan.ts';
import { type ScanReport } from '../model/report.ts';
import { severities, type Severity } from '../model/severity.ts';

/** What a change of an image was to remove, and what it removed. Findings are counted as different flaws. */
export interface Proof {
  readonly before: Counts;
  readonly after: Counts;
  /** Flaws that the actions were to remove. */
  readonly predicted: number;
  /** Flaws that are gone. */
  readonly measured: number;
  /** Predicted, and still there. */
  readonly remaining: readonly ProofFinding[];
  /** Gone without having been predicted. */
  readonly besides: readonly ProofFinding[];
  /** Not there before. */
  readonly introduced: readonly ProofFinding[];
}

export interface Counts {
  readonly all: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export interface ProofFinding {
  readonly id: string;
  /** Name of the package. */
  readonly package: string;
  /** In the new image; of what is gone, in the old. */
  readonly version?: string;
  readonly fixedVersion?: string;
}

/** Compares two scans of an image with what was promised. Pure. */
export function proveActions(before: ScanReport, after: ScanReport, actions: readonly PlannedAction[]): Proof {
  const [was, is] = [vulnerabilitiesOf(before), vulnerabilitiesOf(after)];
  const left = new Set(is.map(({ id }) => id));
  const had = new Set(was.map(({ id }) => id));
  const gone = was.filter(({ id }) => !left.has(id));
  const promised = new Set(actions.filter(({ kind }) => kind !== 'accept').flatMap(({ findings }) => findings.map(referenceKey)));
  // A flaw is promised to go where every package that has it is promised to lose it.
  const kept = new Set(was.filter((finding) => !promised.has(referenceKey(finding))).map(({ id }) => id));
  const predicted = new Set(was.filter(({ id }) => !kept.has(id)).map(({ id }) => id));
  return {
    before: countsOf(was),
    after: countsOf(is),
    predicted: predicted.size,
    measured: new Set(gone.map(({ id }) => id)).size,
    remaining: describe(is.filter(({ id }) => predicted.has(id)), after),
    besides: describe(gone.filter(({ id }) => !predicted.has(id)), before),
    introduced: describe(is.filter(({ id }) => !had.has(id)), after),
  };
} // prettier-ignore

function vulnerabilitiesOf({ findings }: ScanReport): readonly VulnerabilityFinding[] {
  return findings.filter((finding) => finding.kind === 'vulnerability' && finding.lane !== 'not-applicable') as VulnerabilityFinding[];
}

function countsOf(findings: readonly VulnerabilityFinding[]): Counts {
  const distinct = (some: readonly VulnerabilityFinding[]): number => new Set(some.map(({ id }) => id)).size;
  const bySeverity = Object.fromEntries(severities.map((severity) => [severity, distinct(findings.filter((each) => each.severity === severity))]));
  return { all: distinct(findings), bySeverity: bySeverity as Record<Severity, number> };
} // prettier-ignore

/** Each flaw once. */
function describe(findings: readonly VulnerabilityFinding[], { packages }: ScanReport): readonly ProofFinding[] {
  const byId = new Map(packages.map((found) => [found.id, found]));
  const rows = new Map<string, ProofFinding>();
  for (const finding of findings) {
    const found = byId.get(finding.packageId);
    const { fixedVersion } = finding;
    rows.set(finding.id, {
      id: finding.id,
      package: found?.name ?? finding.packageId,
      ...(found?.version === undefined ? {} : { version: found.version }),
      ...(fixedVersion === undefined || isUnfixed(finding) ? {} : { fixedVersion }),
    });
  }
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
