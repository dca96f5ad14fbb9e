import { editDistance } from './edit-distance.ts';

/** At most `most` words that may have been meant, the nearest first: with up to two letters wrong, or with what was typed as a part. */
export function closestWords(typed: string, words: Iterable<string>, most: number): readonly string[] {
  if (typed === '' || typed.length > maxCharacters) return [];
  const wanted = typed.toLowerCase();
  const ranked: { readonly word: string; readonly rank: number }[] = [];
  for (const word of new Set(words)) {
    const rank = rankOf(wanted, word.toLowerCase());
    if (rank !== undefined) ranked.push({ word, rank });
  }
  ranked.sort((a, b) => a.rank - b.rank || a.word.length - b.word.length || (a.word < b.word ? -1 : 1));
  return ranked.slice(0, most).map(({ word }) => word);
}

const maxCharacters = 64;
const wholePartRank = 10;

function rankOf(typed: string, word: string): number | undefined {
  const allowed = Math.min(2, Math.ceil(typed.length / 2) - 1);
  if (Math.abs(typed.length - word.length) <= allowed) {
    const distance = editDistance(typed, word);
    if (distance <= allowed) return distance;
  }
  return typed.length > 2 && word.includes(typed) ? wholePartRank : undefined;
}
