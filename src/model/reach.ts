/** What a container that starts from the image's entrypoint can do with a file or a package; docs/guide/reachability.md. */
export const reachStates = ['loaded', 'loadable', 'not-referenced', 'unknown'] as const;
export type ReachState = (typeof reachStates)[number];

/** Of several states the one that counts: what is not known counts as loaded. */
const ranks: Readonly<Record<ReachState, number>> = { loaded: 0, unknown: 1, loadable: 2, 'not-referenced': 3 };

export function compareReach(a: ReachState, b: ReachState): number {
  return ranks[a] - ranks[b];
}

/** One step on the way from the entrypoint: a file, and how the one before leads to it. */
export interface ReachStep {
  /** Path inside the image, without a leading slash. */
  readonly path: string;
  /** `entrypoint`, `needs libssl.so.3`, `requires ./lib/app`. */
  readonly how: string;
}

export interface PackageReach {
  readonly state: ReachState;
  /** From the entrypoint to a file of the package; absent where none leads there. */
  readonly steps?: readonly ReachStep[];
  /** Why the state is not known. */
  readonly reason?: string;
}

/** What reachability analysis says of an image as a whole. */
export interface ImageReach {
  /** The command that the container starts: ENTRYPOINT and CMD, or what `--entrypoint` says. */
  readonly command: readonly string[];
  /** Files that can be loaded, programs and data included. */
  readonly fileCount: number;
  readonly packageCounts: Readonly<Record<ReachState, number>>;
  /** Places where what happens next is decided at run time, or could not be read. */
  readonly notFollowed: readonly NotFollowed[];
}

export interface NotFollowed {
  readonly path: string;
  readonly reason: string;
}
