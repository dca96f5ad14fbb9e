/** What an image can do without: caches, documentation and translations by their place; packages and files only where nothing loads them. */
export const removableKinds = ['cache', 'docs', 'locales', 'build-tools', 'package-manager', 'not-referenced'] as const;
export type RemovableKind = (typeof removableKinds)[number];

export interface Removable {
  readonly kind: RemovableKind;
  /** For people: `package lists of apt`, `manual pages`, `gcc, make and 12 more packages`. */
  readonly name: string;
  /** Files, with the bytes of their content. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Different findings that go with it. */
  readonly findings: number;
  /** Layers that brought it, counted from 0 at the base. */
  readonly layers: readonly number[];
  /** A command for a Dockerfile that removes it; empty where none removes these files and no others. */
  readonly command: string;
}

/** What may be removable, and nothing proves it; never removed. */
export interface Undecided {
  readonly kind: RemovableKind;
  readonly name: string;
  readonly bytes: number;
  readonly findings: number;
  readonly reason: string;
}

export interface SlimPlan {
  readonly removable: readonly Removable[];
  readonly undecided: readonly Undecided[];
  /** Of all visible files. */
  readonly bytes: number;
  readonly removedBytes: number;
  readonly removedFindings: number;
  /** Whether it is known what the entrypoint can load. */
  readonly knowsReach: boolean;
}
