import { closestWord } from '../../lib/text/closest-word.ts';
import { contentKinds } from '../../model/content-kinds.ts';
import { formerIssueCodes, issueCodes } from '../../model/issue-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValues, type CommandInput } from '../command.ts';

const words: readonly string[] = [...contentKinds, ...Object.keys(issueCodes)];
const known: ReadonlySet<string> = new Set(words.map((word) => word.toLowerCase()));

/**
 * `--allow-incomplete`: without a value it accepts every gap; with a list, the gaps of these kinds of content and issue codes. An unknown word
 * would accept nothing and fail a build later, so it is a usage error.
 */
export function readAllowedGaps(input: CommandInput): boolean | readonly string[] {
  const given = optionValues(input, 'allow-incomplete');
  if (given.length === 0 || given.includes('')) return given.length > 0;
  const named = given.flatMap((list) => list.split(',').map((word) => word.trim()));
  const current = named.map((word) => formerIssueCodes.get(word.toUpperCase()) ?? word);
  for (const word of current) if (!known.has(word.toLowerCase())) throw unknownWord(word);
  return current;
}

function unknownWord(word: string): PratiqueError {
  const meant = closestWord(word, words);
  const message = `--allow-incomplete: ${JSON.stringify(word.slice(0, 80))} is not a kind of content or an issue code`;
  const suggestion = meant === undefined ? '' : `did you mean ${meant}? `;
  return new PratiqueError('USAGE', message, {
    hint: `${suggestion}kinds are ${contentKinds.join(', ')}; codes are in "pratique help issue-codes"`,
  });
}
