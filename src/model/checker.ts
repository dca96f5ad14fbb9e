import { type RuleFinding, type RuleKind } from './finding.ts';
import { type FileTree } from './file-tree.ts';
import { type ImageConfig } from './image.ts';
import { type Issue } from './issue.ts';
import { type LicensePolicy } from './license-policy.ts';
import { type LayerIndex } from './layer-index.ts';
import { type ModifiedFile } from './modified-file.ts';
import { type Package } from './package.ts';
import { type Platform } from './platform.ts';
import { type DetectedDistribution, type ScannedLayer } from './report.ts';
import { type SecretSettings } from './secret-settings.ts';

/** Kinds of findings that rules find in an image. */
export type ImageRuleKind = Exclude<RuleKind, 'audit'>;

/** What rules found, and what they could not read. */
export interface Checked {
  readonly findings: readonly RuleFinding[];
  readonly issues: readonly Issue[];
}

/** What of an image depends on nothing but its layers, so that what is found in it can be remembered with them. */
export interface ImageFiles {
  /** The file system that a container sees. */
  readonly tree: FileTree;
  /** Base first, with everything that was deleted and overwritten. */
  readonly layers: readonly LayerIndex[];
  readonly packages: readonly Package[];
  readonly distribution?: DetectedDistribution;
  /** Programs, libraries and scripts that are not what a package manager recorded; compared when asked for. */
  readonly modifiedFiles?: () => readonly ModifiedFile[];
  readonly secretSettings?: SecretSettings;
}

/** What an image says of itself, with what was found in it. */
export interface ImageDescription {
  readonly config: ImageConfig;
  readonly platform: Platform;
  readonly layers: readonly ScannedLayer[];
  readonly packages: readonly Package[];
  readonly distribution?: DetectedDistribution;
  /** Which licences packages may have; categories decide when absent. */
  readonly licensePolicy?: LicensePolicy;
  readonly now: Date;
}
