import { type Pattern, type PatternPart } from './pattern.ts';

/**
 * Makes a text that fits the pattern, the same for the same seed. Rules have no examples of tokens in their source: other scanners would take
 * them for real ones.
 */
export function samplePattern(pattern: Pattern, seed: number): string {
  const next = makeNoise(seed);
  return sequence(pattern, next);
}

function sequence(pattern: Pattern, next: () => number): string {
  return pattern.map((part) => sample(part, next)).join('');
}

function sample(part: PatternPart, next: () => number): string {
  if (part.kind === 'literal') return part.text;
  if (part.kind === 'run') {
    const members = [...part.members.keys()].filter((byte) => part.members[byte] === 1);
    return Array.from({ length: lengthOf(part) }, () => String.fromCharCode(members[next() % members.length]!)).join('');
  }
  const count = Math.max(part.min, 1);
  return Array.from({ length: count }, () => sequence(part.alternatives[next() % part.alternatives.length]!, next)).join('');
}

/** The shortest is often the least random; a few bytes more where they are allowed. */
function lengthOf({ min, max }: { min: number; max: number }): number {
  return Math.min(max, min === 0 ? 0 : min < 8 && max > 8 ? min + 8 : min);
}

/** A linear congruential generator: numbers that look random enough to have entropy. */
function makeNoise(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
