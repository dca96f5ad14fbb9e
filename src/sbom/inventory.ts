import { type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type ScanTarget } from '../model/report.ts';

/** What is in an image, before any advisory is asked: what an SBOM is written from, and what one is read into. */
export interface Inventory {
  readonly target: ScanTarget;
  /** Of a document inside an attestation: `sha256:…` of the image that the attestation is about. */
  readonly attestedDigest?: string;
  /** In order of their ids. */
  readonly packages: readonly Package[];
  /** What could not be scanned or read. An empty list is a claim that the packages are all there are. */
  readonly issues: readonly Issue[];
}
