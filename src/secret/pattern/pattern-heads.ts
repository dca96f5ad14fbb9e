import { type Pattern } from './pattern.ts';

/** What a pattern can begin with, as far as that is literal: `(?:AKIA|ASIA)[A-Z2-7]{16}` → AKIA, ASIA. An empty one where nothing is. */
export function patternHeads(pattern: Pattern): readonly string[] {
  const [first, ...rest] = pattern;
  if (first === undefined) return [''];
  if (first.kind === 'literal') {
    const [second, ...more] = rest;
    if (second?.kind === 'literal') return patternHeads([{ kind: 'literal', text: first.text + second.text }, ...more]);
    if (second?.kind !== 'choice' || second.min !== 1 || second.max !== 1) return [first.text];
    return patternHeads([second, ...more]).map((head) => first.text + head);
  }
  if (first.kind === 'choice' && first.min === 1 && first.max === 1)
    return first.alternatives.flatMap((alternative) => patternHeads([...alternative, ...rest]));
  return [''];
}
