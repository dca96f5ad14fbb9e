import { type ImageReference } from '../../../model/reference.ts';
import { limits } from '../../../model/limits.ts';
import { anchoredExpression, PatternError } from './text-pattern.ts';

/**
 * Which repositories a line of the policy speaks of: `registry/path`, with `*` for any text inside one segment and `/**` at the end for everything
 * below; `~` starts a regular expression over `registry/path`. What it does not say it does not match: slashes bound every segment.
 */
export interface ImagePattern {
  readonly text: string;
  readonly expression: RegExp;
  /** A more exact pattern wins: one repository before regular expressions before wildcards, and the more letters the better. */
  readonly rank: number;
}

const everything = '**';
const segmentPattern = /^[a-z0-9*](?:[a-z0-9._*-]*[a-z0-9*])?$/;
const registryPattern =
  /^(?:\*|localhost(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?|[a-z0-9*-]+(?:\.[a-z0-9*-]+)+(?::\d{1,5})?|[a-z0-9-]+:\d{1,5})$/;

/** Throws {@link PatternError}. */
export function parseImagePattern(text: string): ImagePattern {
  if (text.length > limits.patternCharacters)
    throw new PatternError(`is ${text.length} characters long, more than ${limits.patternCharacters}`);
  if (text.startsWith('~')) return { text, expression: anchoredExpression(text.slice(1)), rank: ranks.expression + text.length };
  if (text === everything) return { text, expression: /^/u, rank: 0 };
  const isOpen = text.endsWith('/**');
  const segments = (isOpen ? text.slice(0, -3) : text).split('/');
  checkSegments(segments, text, isOpen);
  const source = segments.map(segmentSource).join('/');
  const letters = text.replaceAll('*', '').length;
  const rank = text.includes('*') ? 1 + letters : ranks.exact;
  return { text, expression: new RegExp(`^${source}${isOpen ? '/.+' : ''}$`, 'u'), rank };
}

const ranks = { expression: 10_000, exact: 100_000 };

/** Tags and digests are not compared: a statement is about a repository. */
export function matchesImage(pattern: ImagePattern, reference: ImageReference): boolean {
  return pattern.expression.test(repositoryName(reference));
}

export function repositoryName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

function checkSegments(segments: readonly string[], text: string, isOpen: boolean): void {
  const [registry = '', ...path] = segments;
  if (text.includes('@') || /:[^/]*$/.test(path.at(-1) ?? ''))
    throw new PatternError('names a tag or a digest; a pattern is about a repository');
  if (/[A-Z]/.test(text)) throw new PatternError('has upper case; registries and repositories are lower case');
  if (!registryPattern.test(registry))
    throw new PatternError(`does not begin with a registry; Docker Hub is docker.io, as in docker.io/library/${registry || 'alpine'}`);
  if (path.length === 0 && !isOpen) throw new PatternError(`names a registry only; everything in it is ${registry}/**`);
  if (registry === 'docker.io' && path.length === 1 && !isOpen)
    throw new PatternError(`is no repository of Docker Hub; an official image is docker.io/library/${path[0] ?? ''}`);
  if (segments.some((segment) => segment.split('*').length > 4)) throw new PatternError('has more than three * in one segment');
  const wrong = path.find((segment) => !segmentPattern.test(segment) || segment.includes('**'));
  if (wrong !== undefined)
    throw new PatternError(
      wrong === '**' ? 'has ** before its end' : `has a segment that no repository has: ${JSON.stringify(wrong.slice(0, 40))}`,
    );
}

function segmentSource(segment: string): string {
  return segment.replace(/[.[\]\\-]/g, '\\$&').replaceAll('*', '[^/]*');
}
