import { type ImageReference, parseReference } from '../../../model/reference.ts';
import { repositoryName, repositoryNames } from './repository-names.ts';
import { type RecordedCopy } from './trust-policy.ts';

/**
 * The repositories that one was copied from, nearest first: its own sources, then theirs, since a copy of a copy keeps the signatures of the first.
 * `named` are sources that the command line names for this one. Each repository is listed once, whichever of its names an entry has.
 */
export function recordedSources(
  repository: ImageReference,
  copies: readonly RecordedCopy[],
  named: readonly string[] = [],
): readonly (readonly ImageReference[])[] {
  const recorded = indexCopies(copies);
  const seen = new Set<string>(repositoryNames(repository));
  const levels: (readonly ImageReference[])[] = [];
  let found = [...named.map(parseRepository), ...sourcesOf(repository, recorded)];
  while (found.length > 0) {
    const level = found.filter((source) => {
      const isNew = !seen.has(repositoryName(source));
      for (const name of repositoryNames(source)) seen.add(name);
      return isNew;
    });
    if (level.length > 0) levels.push(level);
    found = level.flatMap((each) => sourcesOf(each, recorded));
  }
  return levels;
}

type Recorded = ReadonlyMap<string, readonly ImageReference[]>;

function indexCopies(copies: readonly RecordedCopy[]): Recorded {
  const sources = new Map<string, ImageReference[]>();
  for (const { image, from } of copies) {
    const name = repositoryName(parseRepository(image));
    sources.set(name, [...(sources.get(name) ?? []), ...from.map(parseRepository)]);
  }
  return sources;
}

function sourcesOf(repository: ImageReference, recorded: Recorded): readonly ImageReference[] {
  return repositoryNames(repository).flatMap((name) => recorded.get(name) ?? []);
}

/** `registry/repository`, without a tag. Throws REFERENCE_INVALID. */
function parseRepository(text: string): ImageReference {
  const { registry, repository } = parseReference(text);
  return { registry, repository };
}
