/** A seccomp profile as Docker, containerd, CRI-O and Podman take it. */
export interface SeccompProfile {
  readonly defaultAction: string;
  readonly defaultErrno?: number;
  /** In `architectures` or, with those that go along with each, in `archMap`. */
  readonly architectures: readonly string[];
  readonly archMap: readonly ArchitectureMapping[];
  readonly flags: readonly string[];
  readonly listenerPath?: string;
  readonly rules: readonly SeccompRule[];
}

export interface ArchitectureMapping {
  readonly architecture: string;
  readonly subArchitectures: readonly string[];
}

export interface SeccompRule {
  readonly names: readonly string[];
  readonly action: string;
  readonly errno?: number;
  /** All must hold, but runtimes join those on the same argument with "or". */
  readonly conditions: readonly Condition[];
  readonly includes: RuleFilter;
  readonly excludes: RuleFilter;
}

/** A comparison with one argument, which counts from 0. For SCMP_CMP_MASKED_EQ `value` is the mask. */
export interface Condition {
  readonly index: number;
  readonly op: string;
  readonly value: number;
  readonly valueTwo: number;
}

/** For which containers a rule counts. */
export interface RuleFilter {
  readonly capabilities: readonly string[];
  /** In Go's names. */
  readonly architectures: readonly string[];
  readonly minKernel?: string;
}

export const anyContainer: RuleFilter = { capabilities: [], architectures: [] };
