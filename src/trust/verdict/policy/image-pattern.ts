import { limits } from '../../../model/limits.ts';
import { dockerHubNames, type ImageReference } from '../../../model/reference.ts';
import { type AnchoredPattern } from '../../sigstore/identity/anchored-pattern.ts';
import { repositoryNames } from './repository-names.ts';
import { parseExpression, PatternError } from './text-pattern.ts';

/**
 * A pattern for repositories: `registry/path`, with `*` for any text inside one segment and `/**` at the end for everything below. `**` alone matches
 * everything; `~` starts a regular expression over `registry/path`. Wildcards never cross a slash.
 */
export interface ImagePattern {
  readonly text: string;
  readonly kind: 'exact' | 'wildcard' | 'expression' | 'every image';
  readonly matches: AnchoredPattern['matches'];
}

const segmentPattern = /^[a-z0-9*](?:[a-z0-9._*-]*[a-z0-9*])?$/;
const registryPattern =
  /^(?:\*|localhost(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?|[a-z0-9*-]+(?:\.[a-z0-9*-]+)+(?::\d{1,5})?|[a-z0-9-]+:\d{1,5})$/;

/** Throws {@link PatternError}. */
export function parseImagePattern(text: string): ImagePattern {
  if (text.length > limits.patternCharacters)
    throw new PatternError(`is ${text.length} characters long, more than ${limits.patternCharacters}`);
  if (text === '**') return everyImage(text);
  if (text.startsWith('~')) return { text, kind: 'expression', matches: parseExpression(text.slice(1), { isWideAllowed: true }).matches };
  const isOpen = text.endsWith('/**');
  const segments = (isOpen ? text.slice(0, -3) : text).split('/');
  checkSegments(segments, text, isOpen);
  const source = `${segments.map(segmentSource).join('/')}${isOpen ? '/.+' : ''}`;
  return { text, kind: text.includes('*') ? 'wildcard' : 'exact', matches: parseExpression(source, { isWideAllowed: true }).matches };
}

/** Matches every image; `text` is its name in the verdict. */
export function everyImage(text: string): ImagePattern {
  return { text, kind: 'every image', matches: () => true };
}

/** Compares the repository only, by each of its names; statements ignore tags and digests. */
export function matchesImage(pattern: ImagePattern, reference: ImageReference): boolean {
  return repositoryNames(reference).some((name) => pattern.matches(name));
}

/**
 * Whether everything that `inner` matches, `outer` matches too, for two patterns that match one and the same repository. Nothing is known of what a
 * regular expression matches besides: it is inside `**` only, and only exact names are inside it.
 */
export function isInside(inner: ImagePattern, outer: ImagePattern): boolean {
  if (outer.kind === 'every image' || inner.kind === 'exact') return true;
  if (inner.kind !== 'wildcard' || outer.kind === 'expression') return false;
  return extremes(inner.text).every((name) => outer.matches(name));
}

/** `#` is in no name, so that only a wildcard matches it: what matches these names matches everything that the pattern does. */
function extremes(text: string): readonly string[] {
  const isOpen = text.endsWith('/**');
  const head = (isOpen ? text.slice(0, -3) : text).replaceAll('*', '#');
  return isOpen ? [`${head}/#`, `${head}/#/#`] : [head];
}

function checkSegments(segments: readonly string[], text: string, isOpen: boolean): void {
  const [registry = '', ...path] = segments;
  if (text.includes('@') || (path.at(-1) ?? '').includes(':'))
    throw new PatternError('names a tag or a digest; a pattern is about a repository');
  if (/[A-Z]/.test(text)) throw new PatternError('has upper case; registries and repository names must be lowercase');
  if (!registryPattern.test(registry))
    throw new PatternError(`does not begin with a registry; Docker Hub is docker.io, as in docker.io/library/${registry || 'alpine'}`);
  if (path.length === 0 && !isOpen) throw new PatternError(`names a registry only; everything in it is ${registry}/**`);
  if (dockerHubNames.has(registry) && path.length === 1 && !isOpen)
    throw new PatternError(`is no repository of Docker Hub; an official image is docker.io/library/${path[0] ?? ''}`);
  const wrong = path.find((segment) => !segmentPattern.test(segment) || segment.includes('**'));
  if (wrong === '**') throw new PatternError('has ** before its end');
  if (wrong !== undefined) throw new PatternError(`has a segment that no repository has: ${JSON.stringify(wrong.slice(0, 40))}`);
}

function segmentSource(segment: string): string {
  return segment.replace(/[.[\]-]/g, '\\$&').replaceAll('*', '[^/]*');
}
