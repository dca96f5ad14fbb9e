import { comparePrereleases, parseTag, type ImageTag } from './parse-tag.ts';
import { supportOfTag, type TagSupport } from './support-of-tag.ts';

/** How a candidate differs from the base in use: the same tag, a newer version, a newer distribution inside, or another flavour of the same version. */
export const candidateKinds = ['refresh', 'patch', 'minor', 'major', 'system', 'slim', 'alpine', 'flavour'] as const;
export type CandidateKind = (typeof candidateKinds)[number];

export interface CandidateTag {
  readonly tag: string;
  readonly kind: CandidateKind;
  readonly isPrerelease: boolean;
  readonly support: TagSupport;
}

export interface CandidateRequest {
  /** `docker.io/library/node` */
  readonly repository: string;
  /** The tag in use. */
  readonly tag: string;
  /** All tags of the repository. */
  readonly tags: readonly string[];
  readonly now: Date;
  readonly limit: number;
}

/**
 * Tags worth a look, the best advice first: the tag itself, then the highest patch, the highest of each newer minor and major version, the same version on
 * a newer distribution, and slimmer flavours of it. Flavour and precision are kept; prereleases are offered to a prerelease of their line only;
 * lines whose support ended are left out. At most `limit`.
 */
export function chooseCandidates({ repository, tag, tags, now, limit }: CandidateRequest): readonly CandidateTag[] {
  const isDistribution = !tags.some((text) => hasVersionAndSystem(parseTag(text)));
  const current = normalise(parseTag(tag), isDistribution);
  const supportInUse = supportOfTag(repository, current);
  const today = now.toISOString().slice(0, 10);
  const found = new Map<string, { readonly tag: ImageTag; readonly kind: CandidateKind; readonly support: TagSupport }>();
  for (const text of tags) {
    const parsed = normalise(parseTag(text), isDistribution);
    const kind = text === tag ? 'refresh' : relationOf(parsed, current);
    if (kind === undefined) continue;
    const support = supportOfTag(repository, parsed);
    if (support.until !== undefined && support.until < today && support.until !== supportInUse.until) continue;
    const key = `${kind} ${lineOf(parsed, kind)}`;
    const known = found.get(key);
    if (known === undefined || isBetter(parsed, known.tag, current)) found.set(key, { tag: parsed, kind, support });
  }
  return [...found.values()]
    .sort((a, b) => candidateKinds.indexOf(a.kind) - candidateKinds.indexOf(b.kind) || Number(b.support.isLongTerm) - Number(a.support.isLongTerm) || compareVersions(b.tag, a.tag))
    .slice(0, limit)
    .map(({ tag: { text, prerelease }, kind, support }) => ({ tag: text, kind, isPrerelease: prerelease !== undefined, support }));
} // prettier-ignore

function hasVersionAndSystem({ version, system }: ImageTag): boolean {
  return version.length > 0 && system !== undefined;
}

/** In a distribution's own repository the codename is the version: `bookworm-slim` is 12. */
function normalise(tag: ImageTag, isDistribution: boolean): ImageTag {
  if (!isDistribution || tag.version.length > 0 || tag.system?.release === undefined) return tag;
  const { system, ...rest } = tag;
  return { ...rest, version: numbersOf(system) };
}

function numbersOf(system: ImageTag['system']): readonly number[] {
  return system?.release?.split('.').map(Number) ?? [];
}

/** `undefined` where a tag is no candidate, or nothing tells whether it is newer. */
function relationOf(candidate: ImageTag, current: ImageTag): CandidateKind | undefined {
  if (candidate.date !== undefined && current.date === undefined) return undefined;
  if (candidate.prerelease !== undefined && (current.prerelease === undefined || !isSameVersion(candidate, current))) return undefined;
  if (!isSameFlavour(candidate, current)) return isSameVersion(candidate, current) ? flavourKind(candidate, current) : undefined;
  if (candidate.version.length === 0 || current.version.length === 0) return undefined;
  const [at, difference] = firstDifference(candidate, current);
  if (at === undefined)
    return isSameVersion(candidate, current) && isLater(candidate, current) && isSameSystem(candidate, current) ? 'patch' : undefined;
  if (difference < 0) return undefined;
  if (!isSameSystem(candidate, current)) return undefined;
  return at === 0 ? 'major' : at === 1 ? 'minor' : 'patch';
}

function isSameFlavour(a: ImageTag, b: ImageTag): boolean {
  return a.variants.join('-') === b.variants.join('-') && a.system?.family === b.system?.family && !isNewerSystem(a, b);
}

function isSameSystem(a: ImageTag, b: ImageTag): boolean {
  return a.system?.family === b.system?.family && a.system?.release === b.system?.release;
}

function isNewerSystem(a: ImageTag, b: ImageTag): boolean {
  const [one, other] = [numbersOf(a.system), numbersOf(b.system)];
  return one.length > 0 && other.length > 0 && compareNumbers(one, other) > 0;
}

/** Of the same version: the same image on a newer distribution, with less in it, or another flavour that is not asked for. */
function flavourKind(candidate: ImageTag, current: ImageTag): CandidateKind | undefined {
  const isSameFamily = candidate.system?.family === current.system?.family;
  const [more, fewer] = [without(candidate.variants, current.variants), without(current.variants, candidate.variants)];
  if (isSameFamily && more.length + fewer.length === 0) return isNewerSystem(candidate, current) ? 'system' : undefined;
  if (isSameFamily && fewer.length === 0 && more.join() === 'slim' && isSameSystem(candidate, current)) return 'slim';
  const isRest = without(fewer, ['slim']).length === 0 && more.length === 0;
  if (candidate.system?.family === 'alpine' && current.system?.family !== 'alpine' && isRest) return 'alpine';
  if (current.system?.family === 'alpine' && candidate.system?.family !== 'alpine' && without(more, ['slim']).length === 0 && fewer.length === 0)
    return 'flavour';
  return undefined;
} // prettier-ignore

function without(words: readonly string[], others: readonly string[]): readonly string[] {
  return words.filter((word) => !others.includes(word));
}

/** Candidates of one line compete; the best stands for it. */
function lineOf({ version, prerelease }: ImageTag, kind: CandidateKind): string {
  if (kind === 'major') return String(version[0]);
  if (kind === 'minor') return version.slice(0, 2).join('.');
  return kind === 'patch' && prerelease !== undefined ? prerelease : '';
}

/** A release before a prerelease, the precision of the tag in use before any other, then the highest version, then the newest system. */
function isBetter(candidate: ImageTag, known: ImageTag, current: ImageTag): boolean {
  const precision = ({ version }: ImageTag): number => Number(version.length === current.version.length);
  const likeness = ({ text }: ImageTag): number => Number(/^v?\d/.test(text) === /^v?\d/.test(current.text));
  const order =
    precision(candidate) - precision(known) ||
    compareVersions(candidate, known) ||
    compareNumbers(numbersOf(candidate.system), numbersOf(known.system)) ||
    likeness(candidate) - likeness(known) ||
    known.text.length - candidate.text.length;
  return order > 0;
}

function isSameVersion(a: ImageTag, b: ImageTag): boolean {
  return a.version.length === b.version.length && a.version.every((part, at) => part === b.version[at]);
}

function isLater(a: ImageTag, b: ImageTag): boolean {
  if (a.date !== undefined && b.date !== undefined && a.date !== b.date) return a.date > b.date;
  return comparePrereleases(a.prerelease, b.prerelease) > 0;
}

function firstDifference(a: ImageTag, b: ImageTag): readonly [number | undefined, number] {
  for (const [at, part] of a.version.entries()) {
    const other = b.version[at];
    if (other !== undefined && part !== other) return [at, part - other];
  }
  return [undefined, 0];
}

function compareVersions(a: ImageTag, b: ImageTag): number {
  return compareNumbers(a.version, b.version) || comparePrereleases(a.prerelease, b.prerelease);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? -1) - (b[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
