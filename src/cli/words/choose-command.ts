import { existsSync } from 'node:fs';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command, type CommandEntry } from '../command.ts';
import { findCommand, isCommandWord, namedCommand, verbsBelow } from './find-command.ts';
import { findOperands } from './find-operands.ts';
import { refuseHalfCommand, refuseVerbSlip, refuseWord } from './refuse-word.ts';

/**
 * Finds the command that the words name, and the words that are left for it. Options may come before the command. A first word that names no command is
 * a target to scan. Throws USAGE for a word that is meant as a command and is none.
 */
export async function chooseCommand(words: readonly string[]): Promise<{ readonly command: Command; readonly words: readonly string[] }> {
  const found = findEntry(words);
  if (found !== undefined) return { command: await found.entry.load(), words: found.words };
  return (await findBehindOptions(words)) ?? (await readBehindOptions(words));
}

/** The part that loads nothing; `undefined` if it begins with options that only some commands take. */
export function findEntry(words: readonly string[]): { readonly entry: CommandEntry; readonly words: readonly string[] } | undefined {
  const before = countLeadingSwitches(words);
  const [first, second, third] = words.slice(before);
  if (first === undefined || isHelp(first)) return { entry: namedCommand('help'), words: [] };
  if (first === '--version' || first === '-V') return { entry: namedCommand('version'), words: [] };
  const found = findCommand(words, before);
  if (found !== undefined) {
    refuseVerbSlip(found.entry.name, words[before + found.length]);
    return { entry: found.entry, words: [...words.slice(0, before), ...words.slice(before + found.length)] };
  }
  if (first.length > 1 && first.startsWith('-')) return undefined;
  for (const [half, next] of [
    [`${first} ${second ?? ''}`, third],
    [first, second],
  ] as const) {
    if (isHelp(next) && verbsBelow(half).length > 0) return { entry: namedCommand('help'), words: half.split(' ') };
    refuseHalfCommand(half, next);
  }
  refuseWord(first);
  return { entry: namedCommand('scan'), words };
}

/** `pratique --ignore-unfixed scan X`: the first command whose own options, with their values, are all that comes before its name. */
async function findBehindOptions(
  words: readonly string[],
): Promise<{ readonly command: Command; readonly words: readonly string[] } | undefined> {
  for (let at = 1; at < words.length && words[at] !== '--'; at += 1) {
    const found = findCommand(words, at);
    if (found === undefined) continue;
    const command = await found.entry.load();
    const before = words.slice(0, at);
    const { operands, isWhole } = findOperands(command, before);
    if (isWhole && operands.length === 0) return { command, words: [...before, ...words.slice(at + found.length)] };
  }
  return undefined;
}

/** The options are not those of a command that is named: a scan without its name, or an option that is wrong. */
async function readBehindOptions(words: readonly string[]): Promise<{ readonly command: Command; readonly words: readonly string[] }> {
  const scan = await namedCommand('scan').load();
  const { operands, values } = findOperands(scan, words);
  const taken = values.find(({ value }) => isCommandWord(value) && !existsSync(value));
  if (taken !== undefined)
    throw new PratiqueError('USAGE', `${taken.option} took the command "${taken.value}" as its value`, {
      hint: `pratique ${taken.value} … ${taken.option} VALUE`,
    });
  const [first] = operands;
  const at = first === undefined ? -1 : words.indexOf(first);
  if (first === undefined || words.slice(0, at).includes('--')) return { command: scan, words };
  const found = findCommand(words, at);
  // Its own parser says what is wrong with the options.
  if (found !== undefined) return { command: await found.entry.load(), words: [...words.slice(0, at), ...words.slice(at + found.length)] };
  refuseHalfCommand(first, words[at + 1]);
  refuseWord(first);
  return { command: scan, words };
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h';
}

/** `pratique --quiet scan …`: what every command takes. */
function countLeadingSwitches(words: readonly string[]): number {
  let count = 0;
  for (;;) {
    const word = words[count] ?? '';
    if (/^(?:--quiet|-q|--verbose|-v|--cache-dir=.*)$/.test(word)) count += 1;
    else if (word === '--cache-dir' && words.length > count + 1) count += 2;
    else return count;
  }
}
