import { type EcosystemId, ecosystem } from '../../model/ecosystem.ts';
import { versionSchemes } from '../../version/version-schemes.ts';

/** Versions that an entry is about; `undefined` as an answer: the ecosystem's scheme cannot read the version or a bound. */
export interface VersionPattern {
  readonly text: string;
  matches(version: string | undefined, id: EcosystemId): boolean | undefined;
}

interface Comparison {
  readonly operator: string;
  readonly bound: string;
}

const comparisonPattern = /^(<=|>=|<|>|=|!=)?\s*([^\s<>=!|,]+)$/;
const maxAlternatives = 100;

/**
 * `1.2.3`, `<4.17.21`, `>=4.0.0 <4.17.21`, with `||` or `|` between alternatives; a `vers:` prefix is accepted. Versions are compared as their
 * ecosystem does. Returns what is wrong as text.
 */
export function parseVersionPattern(text: string): VersionPattern | string {
  const body = text.replace(/^vers:[a-z0-9.+-]+\//i, '');
  const isVers = body !== text;
  // In vers, a bar separates the bounds of a range (VERS specification); elsewhere it separates alternatives.
  const alternatives = isVers ? pairBounds(body.split('|')) : body.split(/\|\|?/);
  if (alternatives.length > maxAlternatives) return `has more than ${maxAlternatives} ranges`;
  const ranges: (readonly Comparison[])[] = [];
  for (const alternative of alternatives) {
    const range = parseRange(alternative);
    if (typeof range === 'string') return range;
    ranges.push(range);
  }
  return { text, matches: (version, id) => anyOf(ranges.map((range) => isWithin(range, version, id))) };
}

/** `>=1|<2|>=3|<4` are two ranges: a lower bound and the upper bound after it belong together. */
function pairBounds(parts: readonly string[]): readonly string[] {
  const ranges: string[] = [];
  for (const part of parts) {
    const last = ranges.at(-1);
    if (part.trim().startsWith('<') && last !== undefined && /^\s*>=?[^<]*$/.test(last)) ranges[ranges.length - 1] = `${last} ${part}`;
    else ranges.push(part);
  }
  return ranges;
}

function parseRange(text: string): readonly Comparison[] | string {
  const words = text
    .replaceAll(/(<=|>=|!=|<|>|=)\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return 'has an empty range';
  if (words.length === 1 && words[0] === '*') return [];
  const range: Comparison[] = [];
  for (const word of words) {
    const [, operator = '=', bound] = comparisonPattern.exec(word) ?? [];
    if (bound === undefined) return `has ${JSON.stringify(word.slice(0, 60))}, which is not a version with <, <=, >, >=, = or !=`;
    range.push({ operator, bound });
  }
  return range;
}

function isWithin(range: readonly Comparison[], version: string | undefined, id: EcosystemId): boolean | undefined {
  if (range.length === 0) return true;
  if (version === undefined) return undefined;
  const scheme = versionSchemes[ecosystem(id).versionScheme];
  let isDecided = true;
  for (const { operator, bound } of range) {
    if (operator === '=' && version === bound) continue;
    if (!scheme.isValid(version) || !scheme.isValid(bound)) {
      if (operator === '=') return false;
      isDecided = false;
      continue;
    }
    if (!holds(operator, scheme.compare(version, bound))) return false;
  }
  return isDecided ? true : undefined;
}

function holds(operator: string, order: number): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  return operator === '=' ? order === 0 : order !== 0;
}

function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}
