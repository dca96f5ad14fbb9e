import { type Inventory } from '../inventory.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';

/** Writes one format and its versions; members are listed in `sbom-writers.ts`. */
export interface SbomWriter {
  /** As `--format` and `--output` name it. */
  readonly format: string;
  readonly title: string;
  readonly mediaType: string;
  /** Other names: those of Trivy, Syft and Snyk. */
  readonly aliases: readonly string[];
  /** Oldest first; none where the format has one. */
  readonly versions: readonly string[];
  /** What is written when no version is asked for. */
  readonly defaultVersion: string;
  /** Whether `readSbom` reads it back. */
  readonly isRead: boolean;
  /** How file names of the format end, the longest first. */
  readonly extensions: readonly string[];
  /** The code of a format is loaded when it is written. */
  load(): Promise<WriteSbom>;
}

/** The document, piece by piece. The same input gives the same bytes. */
export type WriteSbom = (inventory: Inventory, options: SbomOptions) => Iterable<string>;

export interface SbomOptions {
  readonly version: string;
  readonly toolVersion: string;
  /** What the document says when it was made. */
  readonly createdAt: Date;
  /** The run of a workflow that GitHub's snapshots belong to. */
  readonly workflow?: WorkflowRun;
  /** Where findings are to be part of it: CycloneDX and SPDX can hold them. */
  readonly findings?: readonly VulnerabilityFinding[];
}

export interface WorkflowRun {
  /** Commit and ref that the image was built from. */
  readonly sha: string;
  readonly ref: string;
  readonly runId: string;
  /** Names the job: a later snapshot of the same one replaces an earlier. */
  readonly correlator: string;
}
