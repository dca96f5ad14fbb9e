import { type ImageReference } from '../../model/reference.ts';
import { sourcesOf } from './policy/copied-from.ts';
import { recordedSources } from './policy/recorded-sources.ts';
import { repositoryName, repositoryNames } from './policy/repository-names.ts';
import { type TrustStatement } from './policy/trust-policy.ts';
import { type VerifyOptions } from './verification-options.ts';

/** An image by the name that it is judged under: its own, or that of the source that it is a recorded copy of. */
export interface JudgedImage {
  /** Absent for a layout on disk without `--scope`. */
  readonly reference?: ImageReference;
  readonly judgedAs?: ImageReference;
}

/**
 * The repository names that a classic signature of an image may contain: its own first, then those that the policy or the command line names as its source.
 * `any` for a layout on disk, which has no name, unless the command line gives one.
 */
export function signedNames(
  { reference, judgedAs }: JudgedImage,
  statement: TrustStatement,
  options: Pick<VerifyOptions, 'policy' | 'copiedFrom'>,
): readonly string[] | 'any' {
  const { copiedFrom = [] } = options;
  if (reference === undefined) return copiedFrom.length === 0 ? 'any' : copiedFrom;
  const names = [reference, ...recordedSources(reference, options.policy.copies, copiedFrom).flat()];
  return [...new Set([...names, ...sourceNames(judgedAs ?? reference, statement, options)].map(repositoryName))];
}

/** The repositories that an image was copied from, by the statement that it is judged by and by what was recorded of them. */
export function sourceNames(
  judged: ImageReference,
  { images, sigstore }: TrustStatement,
  { policy, copiedFrom = [] }: Pick<VerifyOptions, 'policy' | 'copiedFrom'>,
): readonly ImageReference[] {
  const stated = sourcesOf(repositoryNames(judged), images, sigstore?.copiedFrom ?? []);
  return recordedSources(judged, policy.copies, [...copiedFrom, ...stated]).flat();
}
