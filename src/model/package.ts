import { type EcosystemId } from './ecosystem.ts';

/** What finding a package this way proves; docs/guide/reading-a-report.md. */
export type Evidence = 'installed' | 'file' | 'binary' | 'vendored' | 'declared' | 'claimed' | 'orphan';

/** Evidence that a gate counts by default. */
export const gatingEvidence: ReadonlySet<Evidence> = new Set(['installed', 'file', 'binary', 'vendored']);

export interface Location {
  /** Path inside the image, without a leading slash; inside an archive, behind the archive's path and `!/`. */
  readonly path: string;
  /** Layer that holds this version of the file, counted from 0 at the base. */
  readonly layerIndex: number;
}

export interface Package {
  /** Unique in one report and the same in every run over the same image: purl, a space, the first location's path. */
  readonly id: string;
  /** Canonical package URL with version; purl-spec. */
  readonly purl: string;
  readonly ecosystem: EcosystemId;
  /** Release of the distribution, as its advisories name it: `12`, `3.20`. Absent for languages and rolling distributions. */
  readonly release?: string;
  /** As the ecosystem writes it: npm's with its scope, Maven's as `group:artifact`. */
  readonly name: string;
  /** Absent when the database has none; such a package is reported and cannot be matched. */
  readonly version?: string;
  readonly architecture?: string;
  /** What it was built from, where that is known; the version is the source's own. */
  readonly source?: { readonly name: string; readonly version: string };
  readonly evidence: Evidence;
  readonly locations: readonly Location[];
  /** Layer in which this version first appeared and stayed since, counted from 0 at the base. */
  readonly layerIndex: number;
  /** SPDX identifiers or expressions where they are, otherwise as written. */
  readonly licenses: readonly string[];
  /** Ids of packages of the same report that it needs. */
  readonly dependencies: readonly string[];
  /** Id of the distribution package that owns its files; advisories of the distribution speak for it. */
  readonly ownedBy?: string;
  /** Id of the package that carries it inside. */
  readonly parent?: string;
  /** The project's own code. Its name may be that of a stranger's package, so it is listed and not matched with advisories. */
  readonly isOwn?: boolean;
  /** Whether the project itself asks for it; absent where the file that names it does not say. */
  readonly isDirect?: boolean;
  /** Declared as a development dependency. */
  readonly isDevelopment?: boolean;
  /**
   * Who published it, where that is not the distribution: `NodeSource`, or `unknown`. The distribution's advisories are about its own build, so
   * they speak for such a package with less certainty. SPDX calls this the package supplier.
   */
  readonly supplier?: string;
  /** Module stream of an RPM, `name:stream`. */
  readonly module?: string;
  /**
   * What the file may be besides, best answer first, where more than one source names it or none proves its name. Advisories are looked up under the names of `content`, too,
   * and findings of such a package have lower confidence.
   */
  readonly candidates?: readonly IdentityCandidate[];
}

/** One answer to the question what a file is. */
export interface IdentityCandidate {
  /** What gives it; `content`: only what its classes and its manifest are called. */
  readonly by: 'pom.properties' | 'pom.xml' | 'manifest' | 'sha1' | 'file name' | 'content';
  /** As the ecosystem writes it; without its group where that is not known. */
  readonly name: string;
  readonly version?: string;
}

/** `locations` must not be empty. */
export function packageId(purl: string, path: string): string {
  return `${purl} ${path}`;
}
