import { limits } from '../../../model/limits.ts';
import { type ImageReference } from '../../../model/reference.ts';
import { type AnchoredPattern } from '../../sigstore/identity/anchored-pattern.ts';
import { parseExpression, PatternError } from './text-pattern.ts';

/**
 * A pattern for repositories: `registry/path`, with `*` for any text inside one segment and `/**` at the end for everything below. `**` alone matches
 * everything; `~` starts a regular expression over `registry/path`. Wildcards never cross a slash.
 */
export interface ImagePattern {
  readonly text: string;
  readonly matches: AnchoredPattern['matches'];
  /** The more exact pattern wins: a repository before a regular expression before wildcards, then the longer text. */
  readonly rank: number;
}

const segmentPattern = /^[a-z0-9*](?:[a-z0-9._*-]*[a-z0-9*])?$/;
const registryPattern =
  /^(?:\*|localhost(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?|[a-z0-9*-]+(?:\.[a-z0-9*-]+)+(?::\d{1,5})?|[a-z0-9-]+:\d{1,5})$/;
const ranks = { expression: 10_000, exact: 100_000 };

/** Throws {@link PatternError}. */
export function parseImagePattern(text: string): ImagePattern {
  if (text.length > limits.patternCharacters)
    throw new PatternError(`is ${text.length} characters long, more than ${limits.patternCharacters}`);
  if (text === '**') return everyImage(text);
  if (text.startsWith('~'))
    return { text, matches: parseExpression(text.slice(1), { isWideAllowed: true }).matches, rank: ranks.expression + text.length };
  const isOpen = text.endsWith('/**');
  const segments = (isOpen ? text.slice(0, -3) : text).split('/');
  checkSegments(segments, text, isOpen);
  const source = `${segments.map(segmentSource).join('/')}${isOpen ? '/.+' : ''}`;
  const rank = text.includes('*') ? 1 + text.replaceAll('*', '').length : ranks.exact;
  return { text, matches: parseExpression(source, { isWideAllowed: true }).matches, rank };
}

/** Matches every image, with the lowest rank; `text` is its name in the verdict. */
export function everyImage(text: string): ImagePattern {
  return { text, matches: () => true, rank: 0 };
}

/** Compares the repository only; statements ignore tags and digests. */
export function matchesImage(pattern: ImagePattern, reference: ImageReference): boolean {
  return pattern.matches(repositoryName(reference));
}

export function repositoryName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

function checkSegments(segments: readonly string[], text: string, isOpen: boolean): void {
  const [registry = '', ...path] = segments;
  if (text.includes('@') || (path.at(-1) ?? '').includes(':'))
    throw new PatternError('names a tag or a digest; a pattern is about a repository');
  if (/[A-Z]/.test(text)) throw new PatternError('has upper case; registries and repository names must be lowercase');
  if (!registryPattern.test(registry))
    throw new PatternError(`does not begin with a registry; Docker Hub is docker.io, as in docker.io/library/${registry || 'alpine'}`);
  if (path.length === 0 && !isOpen) throw new PatternError(`names a registry only; everything in it is ${registry}/**`);
  if (registry === 'docker.io' && path.length === 1 && !isOpen)
    throw new PatternError(`is no repository of Docker Hub; an official image is docker.io/library/${path[0] ?? ''}`);
  const wrong = path.find((segment) => !segmentPattern.test(segment) || segment.includes('**'));
  if (wrong === '**') throw new PatternError('has ** before its end');
  if (wrong !== undefined) throw new PatternError(`has a segment that no repository has: ${JSON.stringify(wrong.slice(0, 40))}`);
}

function segmentSource(segment: string): string {
  return segment.replace(/[.[\]-]/g, '\\$&').replaceAll('*', '[^/]*');
}
