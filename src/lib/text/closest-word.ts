import { editDistance } from './edit-distance.ts';

/** The word that was probably meant: at most two letters wrong, added, left out or swapped, and fewer than half of them. `undefined` when none is near. */
export function closestWord(typed: string, words: readonly string[]): string | undefined {
  if (typed.length > maxCharacters) return undefined;
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(typed.length / 2));
  for (const word of words) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance >= least) continue;
    least = distance;
    best = word;
  }
  return best;
}

const maxCharacters = 64;
