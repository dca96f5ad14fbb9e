import { type Severity } from './severity.ts';

/** What an audit of a host found: one result for each check of a benchmark. */
export interface AuditReport {
  readonly host: AuditedHost;
  /** Title and version of what the ids are of. */
  readonly benchmark: string;
  readonly sections: readonly AuditSection[];
  readonly results: readonly AuditResult[];
  readonly startedAt: Date;
  readonly durationMs: number;
}

export interface AuditedHost {
  /** How it was reached: `unix:///var/run/docker.sock`, or the folder of a record. */
  readonly name: string;
  /** `Docker 28.0.1` or `Podman 4.3.1`; absent where the engine did not answer. */
  readonly engine?: string;
  readonly operatingSystem?: string;
  readonly isRootless?: boolean;
  /** Containers that are running and were judged; absent where they could not be listed. */
  readonly containers?: number;
  readonly images?: number;
}

export interface AuditSection {
  /** `5` */
  readonly id: string;
  readonly title: string;
}

/** `unknown` is never a pass: the check could not look, and says why. */
export const auditVerdicts = ['fail', 'unknown', 'pass', 'not-applicable'] as const;
export type AuditVerdict = (typeof auditVerdicts)[number];

export interface AuditResult {
  /** `5.12` */
  readonly id: string;
  readonly title: string;
  readonly sectionId: string;
  readonly level: 1 | 2;
  /** The lowest implementation group of the CIS Controls v8 that has the check; absent where none has. */
  readonly controlsGroup?: 1 | 2 | 3;
  readonly severity: Severity;
  /** Whether the benchmark leaves the decision to a person; the verdict is then what can be said from outside. */
  readonly isManual: boolean;
  readonly verdict: AuditVerdict;
  /** What fails, one line each. */
  readonly items: readonly AuditItem[];
  /** What could not be looked at, and why; beside a verdict of `fail` what else there may be. */
  readonly unread: readonly string[];
  /** One sentence beside the verdict: why it does not apply, or what a pass relies on. */
  readonly note?: string;
  readonly rationale: string;
  readonly remediation: string;
  /** A command or a line of configuration that does it. */
  readonly command?: string;
}

export interface AuditItem {
  /** What it is about: a container, image, path, network or user, by name. */
  readonly subject?: string;
  readonly message: string;
}
