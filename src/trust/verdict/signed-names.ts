import { type ImageReference } from '../../model/reference.ts';
import { sourcesOf } from './policy/copied-from.ts';
import { repositoryName, repositoryNames } from './policy/repository-names.ts';
import { type TrustPolicy, type TrustStatement } from './policy/trust-policy.ts';
import { type VerifyOptions } from './verification-options.ts';

/**
 * The repository names that a classic signature of an image may contain: its own first, then those that the policy or the command line names as its source.
 * `any` for a layout on disk, which has no name, unless the command line gives one.
 */
export function signedNames(
  reference: ImageReference | undefined,
  { images, sigstore }: TrustStatement,
  { policy, copiedFrom = [] }: Pick<VerifyOptions, 'policy' | 'copiedFrom'>,
): readonly string[] | 'any' {
  if (reference === undefined) return copiedFrom.length === 0 ? 'any' : copiedFrom;
  const own = repositoryName(reference);
  return withRecorded([own, ...copiedFrom, ...sourcesOf(repositoryNames(reference), images, sigstore?.copiedFrom ?? [])], policy);
}

/** A copy of a copy keeps the signatures of the first. */
function withRecorded(names: readonly string[], { copies }: TrustPolicy): readonly string[] {
  const known = new Set(names);
  // A Set also visits what is added during the loop, and nothing twice.
  for (const name of known) for (const { image, from } of copies) if (image === name) from.forEach((each) => known.add(each));
  return [...known];
}
