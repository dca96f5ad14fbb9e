/** Why a finding does not count, and who decided it. */
export interface Suppression {
  readonly reason: string;
  /** What suppressed it: a file and line, such as `.trivyignore:3`, or a VEX document. */
  readonly origin: string;
  /** Date or time from which it no longer holds, as the file states it. */
  readonly expiresOn?: string;
  /** Holds only as long as there is no fix. */
  readonly until?: 'fixed';
  readonly owner?: string;
  readonly ticket?: string;
  readonly vex?: VexClaim;
}

/** The VEX statement that a suppression follows. */
export interface VexClaim {
  readonly status: 'not_affected' | 'fixed';
  readonly justification?: string;
  readonly documentId?: string;
  readonly author?: string;
  /** RFC 3339: when the statement was made. */
  readonly statedOn?: string;
}

/** Something about a suppression that its owner should know. */
export interface SuppressionNote {
  readonly kind: SuppressionNoteKind;
  /** File and line. */
  readonly origin: string;
  readonly message: string;
}

/**
 * What a note is about. `conflict`: VEX statements disagree. `partial`: the entry covers some copies of a finding, so the finding counts. `no-counterpart`: the entry says something that
 * cannot be applied here, so it suppresses nothing.
 */
export const suppressionNoteKinds = ['expired', 'expires-soon', 'unused', 'partial', 'too-broad', 'conflict', 'no-counterpart'] as const;
export type SuppressionNoteKind = (typeof suppressionNoteKinds)[number];
