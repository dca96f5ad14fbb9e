import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';

/** A repository that `--copied-from` names, as `registry/repository`. Throws USAGE for a tag or digest, and REFERENCE_INVALID. */
export function readCopiedRepository(text: string): string {
  const { registry, repository, tag, digest } = parseReference(text);
  if (digest === undefined && !(tag !== undefined && text.endsWith(`:${tag}`))) return `${registry}/${repository}`;
  throw new PratiqueError('USAGE', `--copied-from: ${text} names a tag or a digest`, {
    hint: `give the repository: ${registry}/${repository}`,
  });
}
