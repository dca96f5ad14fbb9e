import { type Digest } from '../../model/digest.ts';
import { type ArtifactPurpose } from './artifact-purpose.ts';

/** Which artifacts of an image would be removed, and which cannot be. */
export interface CleaningPlan {
  readonly removals: readonly Removal[];
  readonly kept: readonly { readonly foundAt: string; readonly reason: string }[];
  /** The image was named by a digest that does not exist. */
  readonly isImageMissing?: true;
  /** Which limit stopped the search, for people; there may be more to remove then. */
  readonly stoppedAt?: string;
}

/** One manifest to remove. */
export interface Removal {
  readonly subject: Digest;
  readonly manifest: Digest;
  readonly foundAt: string;
  readonly purposes: readonly ArtifactPurpose[];
  /** Number of artifacts in the manifest. */
  readonly count: number;
  /** Another tag that holds the manifest: only the tag that `foundAt` names is removed. */
  readonly keptUnder?: string;
  /** The fallback index lists it, so its entry has to be removed too. */
  readonly isListedByTag: boolean;
}
