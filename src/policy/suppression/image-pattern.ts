import { compileGlob } from '../../lib/text/glob-pattern.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference, parseReference } from '../../model/reference.ts';
import { type ImagePattern } from './suppression-entry.ts';

/** Images of one repository under every tag, as Docker reads its name: `nginx` is `docker.io/library/nginx`. Returns what is wrong as text. */
export function repositoryPattern(text: string): ImagePattern | string {
  const wanted = readReference(text);
  if (typeof wanted === 'string') return wanted;
  return { text, matches: (references) => references.some((reference) => isSameRepository(reference, wanted)) };
}

/**
 * Images by reference: a repository, a repository with a tag or a digest, or a pattern in which `*` stays within a path segment. Returns what is
 * wrong as text.
 */
export function imagePattern(text: string): ImagePattern | string {
  if (text.includes('*')) {
    const pattern = compileGlob(text);
    return { text, matches: (references) => references.some((reference) => spellings(reference).some((each) => pattern.matches(each))) };
  }
  const wanted = readReference(text);
  if (typeof wanted === 'string') return wanted;
  const isTagged = /:[^/]*$/.test(text.replace(/@.*$/, '')) || wanted.digest !== undefined;
  return {
    text,
    matches: (references) =>
      references.some(
        (reference) =>
          isSameRepository(reference, wanted) &&
          (!isTagged || (wanted.digest === undefined ? reference.tag === wanted.tag : reference.digest === wanted.digest)),
      ),
  };
}

function readReference(text: string): ImageReference | string {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof PratiqueError) return error.message;
    throw error;
  }
}

function isSameRepository(a: ImageReference, b: ImageReference): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}

/** With and without the tag, and for Docker Hub also without the registry. */
function spellings({ registry, repository, tag }: ImageReference): readonly string[] {
  const names =
    registry === 'docker.io'
      ? [repository, repository.replace(/^library\//, ''), `${registry}/${repository}`]
      : [`${registry}/${repository}`];
  return names.flatMap((name) => (tag === undefined ? [name] : [name, `${name}:${tag}`]));
}
