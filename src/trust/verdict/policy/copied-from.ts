import { type ImagePattern } from './image-pattern.ts';
import { PatternError } from './text-pattern.ts';

/**
 * The source of a copy: one repository or, with a wildcard at the end, the repository at the same place below another path. `match: mirror.example/hub/*` with `copiedFrom: ghcr.io/org/*` lets `mirror.example/hub/app` be signed as `ghcr.io/org/app` and as
 * nothing else, so that a signed image cannot be passed off as another one.
 */
export interface CopiedFrom {
  /** As written. */
  readonly text: string;
  /** `registry/repository`, or what stands before the wildcard. */
  readonly path: string;
  readonly wildcard: '' | '/*' | '/**';
}

const pathPattern = /^[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._-]+)*$/;

/** Throws {@link PatternError}. */
export function parseCopiedFrom(text: string): CopiedFrom {
  const wildcard = wildcardOf(text);
  const path = text.slice(0, text.length - wildcard.length);
  const [registry = '', ...segments] = path.split('/');
  const isRegistry = /[.:]/.test(registry) || registry === 'localhost';
  if (pathPattern.test(path) && isRegistry && (wildcard !== '' || segments.length > 0)) return { text, path, wildcard };
  throw new PatternError('is not a repository');
}

/** What is wrong with the pair, for people; `undefined` when each image of the statement has one source at most in each entry. */
export function findAmbiguity(images: readonly ImagePattern[], copiedFrom: readonly CopiedFrom[]): string | undefined {
  if (copiedFrom.length === 0) return undefined;
  const [only, ...others] = images.map(({ text }) => text);
  if (only === undefined || others.length > 0) return 'has copiedFrom and more than one match';
  const different = copiedFrom.find(({ wildcard }) => wildcard !== wildcardOf(only));
  const isInside = only.slice(0, only.length - wildcardOf(only).length).includes('*');
  if (different === undefined && !isInside && !only.startsWith('~')) return undefined;
  return `has copiedFrom ${(different ?? copiedFrom[0])?.text ?? ''} for match ${only}, which does not tell the source of each image`;
}

/** The names under which a repository, given by all its names, may have been signed besides its own; `images` and `copiedFrom` are unambiguous. */
export function sourcesOf(names: readonly string[], images: readonly ImagePattern[], copiedFrom: readonly CopiedFrom[]): readonly string[] {
  const match = images[0]?.text ?? '';
  const target = match.slice(0, match.length - wildcardOf(match).length);
  const repository = names.find((name) => name === target || name.startsWith(`${target}/`));
  if (repository === undefined) return [];
  return copiedFrom.map(({ path }) => `${path}${repository.slice(target.length)}`);
}

function wildcardOf(text: string): CopiedFrom['wildcard'] {
  if (text.endsWith('/**')) return '/**';
  return text.endsWith('/*') ? '/*' : '';
}
