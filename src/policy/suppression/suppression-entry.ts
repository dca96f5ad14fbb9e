import { type GlobPattern } from '../../lib/text/glob-pattern.ts';
import { type FixState } from '../../model/advisory.ts';
import { type FindingKind } from '../../model/finding.ts';
import { type ImageReference } from '../../model/reference.ts';
import { type Suppression } from '../../model/suppression.ts';
import { type PackagePattern } from './package-pattern.ts';

/**
 * One decision to set findings aside, whatever file it was written in. Every criterion that is there must hold; readers never make an entry without
 * one. An absent criterion accepts anything.
 */
export interface SuppressionEntry extends Pick<Suppression, 'reason' | 'owner' | 'ticket' | 'until' | 'vex'> {
  /** File and line: `.trivyignore:3`. */
  readonly origin: string;
  /** Ids of flaws, advisories or rules, of which one must be a name of the finding; case does not matter. */
  readonly ids?: readonly string[];
  readonly kinds?: readonly FindingKind[];
  readonly packages?: readonly PackagePattern[];
  /** Paths in the image, without a leading slash, of which one must fit a location of the finding. */
  readonly paths?: readonly GlobPattern[];
  /** Line in the file, where the finding has one. */
  readonly line?: number;
  readonly fixStates?: readonly FixState[];
  /** Repositories or references; only images of these. */
  readonly images?: readonly ImagePattern[];
  readonly expires?: Expiry;
  /** What to say where it matches nothing, because its id is of a list that is not public. */
  readonly unmatched?: string;
}

/** `text` as written; from `atMs` on the entry does not hold. */
export interface Expiry {
  readonly text: string;
  readonly atMs: number;
}

export interface ImagePattern {
  readonly text: string;
  matches(references: readonly ImageReference[]): boolean;
}

/** A line that could not be applied, and why; it suppresses nothing. */
export interface UnusableEntry {
  readonly origin: string;
  readonly message: string;
}

/** What a file of suppressions says. */
export interface SuppressionFile {
  readonly entries: readonly SuppressionEntry[];
  /** Listed in the report, never dropped in silence. */
  readonly unusable: readonly UnusableEntry[];
}
