import { limits } from '../../../model/limits.ts';
import { type ImageReference, parseReference } from '../../../model/reference.ts';
import { type CopiedFrom, parseCopiedFrom } from './copied-from.ts';
import { repositoryName, repositoryNames } from './repository-names.ts';
import { type RecordedCopy } from './trust-policy.ts';

/**
 * The repositories that one was copied from, nearest first: its own sources, then theirs, since a copy of a copy keeps the signatures of the first.
 * `named` are sources that the command line names for this one. Each repository is listed once, whichever of its names an entry has; what is further away
 * than `limits.copyLevels` is none.
 */
export function recordedSources(
  repository: ImageReference,
  copies: readonly RecordedCopy[],
  named: readonly string[] = [],
): readonly (readonly ImageReference[])[] {
  const recorded = new RecordedCopies(copies);
  const seen = new Set<string>(repositoryNames(repository));
  const levels: (readonly ImageReference[])[] = [];
  let found = [...named.map(parseRepository), ...recorded.sourcesOf(repository)];
  for (let level = 0; found.length > 0 && level < limits.copyLevels; level += 1) {
    const added = found.filter((source) => {
      const isNew = !seen.has(repositoryName(source));
      for (const name of repositoryNames(source)) seen.add(name);
      return isNew;
    });
    if (added.length > 0) levels.push(added);
    found = added.flatMap((each) => recorded.sourcesOf(each));
  }
  return levels;
}

interface Mirror {
  readonly image: CopiedFrom;
  readonly from: readonly CopiedFrom[];
}

/** The entries by what they are for: single repositories, and whole mirrors, whose wildcard stands for the same text in both names. */
class RecordedCopies {
  readonly #single = new Map<string, readonly ImageReference[]>();
  readonly #mirrors: readonly Mirror[];

  constructor(copies: readonly RecordedCopy[]) {
    const parsed = copies.map(({ image, from }) => ({ image: parseCopiedFrom(image), from: from.map(parseCopiedFrom) }));
    for (const { image, from } of parsed.filter((each) => each.image.wildcard === '')) {
      const name = repositoryName(parseRepository(image.path));
      this.#single.set(name, [...(this.#single.get(name) ?? []), ...from.map(({ path }) => parseRepository(path))]);
    }
    // The most exact entry decides alone, as with statements.
    this.#mirrors = parsed.filter(({ image }) => image.wildcard !== '').sort((one, other) => exactness(other.image) - exactness(one.image));
  }

  sourcesOf(repository: ImageReference): readonly ImageReference[] {
    const names = repositoryNames(repository);
    const single = names.flatMap((name) => this.#single.get(name) ?? []);
    if (single.length > 0) return single;
    for (const name of names) {
      const best = this.#mirrors.find(({ image }) => covers(image, name))?.image.text;
      const mirrors = this.#mirrors.filter(({ image }) => image.text === best);
      if (mirrors.length > 0)
        return mirrors.flatMap(({ image, from }) => from.map(({ path }) => parseRepository(`${path}${name.slice(image.path.length)}`)));
    }
    return [];
  }
}

function covers({ path, wildcard }: CopiedFrom, name: string): boolean {
  if (!name.startsWith(`${path}/`)) return false;
  return wildcard === '/**' || !name.slice(path.length + 1).includes('/');
}

/** Of two that cover one name, the longer path is inside the other, and a single segment inside everything below. */
function exactness({ path, wildcard }: CopiedFrom): number {
  return path.length * 2 + (wildcard === '/*' ? 1 : 0);
}

/** `registry/repository`, without a tag. Throws REFERENCE_INVALID. */
function parseRepository(text: string): ImageReference {
  const { registry, repository } = parseReference(text);
  return { registry, repository };
}
