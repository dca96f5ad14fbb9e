import { type ContainerFacts } from '../facts/container-facts.ts';
import { type Known } from '../known.ts';
import { type Drift } from './drift.ts';

/** A running container with everything that is known of it but its image's content. */
export interface RunningContainer {
  readonly facts: ContainerFacts;
  /** `repository@sha256:…` of its image, where it came from a registry. */
  readonly repositoryDigests: readonly string[];
  readonly drift: Known<Drift>;
  /** Failed checks of the benchmark about its rights, the worst first. */
  readonly rights: readonly Right[];
  /** Checks about its rights that could not look, and why. */
  readonly unreadRights: readonly string[];
  /** How other machines reach it; empty where they do not. */
  readonly open: readonly string[];
}

export interface Right {
  readonly ruleId: string;
  readonly title: string;
  readonly severity: 'critical' | 'high' | 'medium';
  readonly message: string;
  readonly remediation: string;
}
