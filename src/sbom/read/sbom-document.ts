import { type StatedDistribution } from '../../model/distribution-release.ts';
import { type Issue } from '../../model/issue.ts';
import { type Facts } from '../facts/fact.ts';

/** What every format says, in the words of none: each reader makes one, and `to-inventory.ts` turns it into packages. */
export interface SbomDocument {
  /** For people: `CycloneDX 1.6`. */
  readonly format: string;
  /** Who wrote it, as it says. */
  readonly producer?: string;
  /** Of what it is. */
  readonly subject: SbomSubject;
  /** As in `Inventory`. */
  readonly attestedDigest?: string;
  readonly components: readonly SbomComponent[];
  /** By reference: what each needs. References may lead nowhere and in circles. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Our own facts about the image, where Pratique wrote it. */
  readonly facts: Facts;
  /** Whether it says that it lists everything; absent where it says nothing. */
  readonly coverage?: 'complete' | 'incomplete';
  /** What could not be read, and what its specification forbids. */
  readonly issues: readonly Issue[];
}

export interface SbomSubject {
  readonly name?: string;
  /** `sha256:…` of the image's manifest. */
  readonly manifestDigest?: string;
  readonly configDigest?: string;
  readonly distribution?: StatedDistribution;
  /** Digests or diffIDs of layers, base first, where it lists them. */
  readonly layers?: readonly { readonly digest?: string; readonly diffId?: string }[];
}

export interface SbomComponent {
  /** Unique in the document, as far as it is valid. */
  readonly reference: string;
  /** `own`: the project that the document is about. `file`: no package, and not missed. */
  readonly kind: 'package' | 'own' | 'file' | 'other';
  readonly name: string;
  /** CycloneDX's group: an npm scope, a Maven group. */
  readonly group?: string;
  readonly version?: string;
  /** As written. */
  readonly purl?: string;
  readonly licenses: readonly string[];
  readonly supplier?: string;
  /** What a producer says in words of its own: the source package that Trivy and Syft name in properties. */
  readonly source?: { readonly name: string; readonly version?: string };
  readonly architecture?: string;
  /** Paths in the image that prove it, with the layer that holds them. */
  readonly locations: readonly { readonly path: string; readonly layer?: string }[];
  readonly isDevelopment?: boolean;
  /** Digest or diffID of the layer that brought it. */
  readonly layer?: string;
  /** Our own facts, where Pratique wrote it. */
  readonly facts: Facts;
}
