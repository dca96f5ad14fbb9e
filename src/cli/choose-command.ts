import { existsSync } from 'node:fs';
import { PratiqueError } from '../model/pratique-error.ts';
import { type Command, type CommandEntry } from './command.ts';
import { commands } from './commands.ts';
import { cosignCommands, unbuiltCommands } from './unbuilt-commands.ts';

/** Finds the command that the first words name, and the words that are left for it. A first word that names none is a target to scan. */
export async function chooseCommand(words: readonly string[]): Promise<{ readonly command: Command; readonly words: readonly string[] }> {
  const { entry, words: rest } = findEntry(words);
  return { command: await entry.load(), words: rest };
}

/** The part that loads nothing. */
export function findEntry(words: readonly string[]): { readonly entry: CommandEntry; readonly words: readonly string[] } {
  const before = countLeadingSwitches(words);
  const [first, second, third] = words.slice(before);
  const leading = words.slice(0, before);
  if (first === undefined || isHelp(first)) return { entry: named('help'), words: [] };
  if (first === '--version' || first === '-V') return { entry: named('version'), words: [] };
  const triple = commands.find(({ name }) => name === `${first} ${second ?? ''} ${third ?? ''}`);
  if (triple !== undefined) return { entry: triple, words: [...leading, ...words.slice(before + 3)] };
  const pair = commands.find(({ name }) => name === `${first} ${second ?? ''}`);
  if (pair !== undefined) return { entry: pair, words: [...leading, ...words.slice(before + 2)] };
  const single = commands.find(({ name, aliases }) => name === first || (second !== undefined && aliases?.includes(first)));
  if (single !== undefined) return { entry: single, words: [...leading, ...words.slice(before + 1)] };
  for (const [half, next] of [
    [`${first} ${second ?? ''}`, third],
    [first, second],
  ] as const) {
    if (isHelp(next) && commands.some(({ name }) => name.startsWith(`${half} `))) return { entry: named('help'), words: half.split(' ') };
    refuseHalfCommand(half, next);
  }
  refuseUnbuilt(first);
  refuseMisspelling(first);
  return { entry: named('scan'), words };
}

function isHelp(word: string | undefined): boolean {
  return word === '--help' || word === '-h';
}

function named(name: string): CommandEntry {
  const entry = commands.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`no command ${name}`);
  return entry;
}

/** `pratique --quiet scan …`: what every command takes may stand before it. */
function countLeadingSwitches(words: readonly string[]): number {
  let count = 0;
  for (;;) {
    const word = words[count] ?? '';
    if (/^(?:--quiet|-q|--verbose|-v|--cache-dir=.*)$/.test(word)) count += 1;
    else if (word === '--cache-dir' && words.length > count + 1) count += 2;
    else return count;
  }
}

/** `pratique db` and `pratique trust key` name no command and are no image either. */
function refuseHalfCommand(half: string, next: string | undefined): void {
  const verbs = commands.flatMap(({ name }) => (name.startsWith(`${half} `) ? [name.slice(half.length + 1)] : []));
  if (verbs.length === 0) return;
  const isMissing = next === undefined || next.startsWith('-');
  const problem = isMissing ? `${half} needs a verb` : `${half} has no verb ${JSON.stringify(next)}`;
  const meant = isMissing ? undefined : verbs.find((verb) => isOneSlipAway(next, verb.split(' ')[0] ?? ''));
  const hint = verbs.length > 8 ? `pratique help ${half}` : verbs.map((verb) => `pratique ${half} ${verb}`).join(', ');
  throw new PratiqueError('USAGE', problem, { hint: meant === undefined ? hint : `pratique ${half} ${meant}` });
}

function refuseUnbuilt(word: string): void {
  const counterpart = existsSync(word) ? undefined : cosignCommands.get(word);
  if (counterpart !== undefined) throw new PratiqueError('USAGE', `${word} is a command of cosign`, { hint: counterpart });
  if (!unbuiltCommands.has(word) || existsSync(word)) return;
  throw new PratiqueError('USAGE', `${word} is not built yet`, {
    hint: `pratique help shows what is; for an image of that name, pratique scan ${word}`,
  });
}

/** A word one slip away from a command is refused, since scanning an image of that name is hardly what was meant. */
function refuseMisspelling(word: string): void {
  if (word.length < 4 || !/^[a-z]+$/.test(word) || existsSync(word)) return;
  const meant = commands.find(({ name }) => isOneSlipAway(word, name));
  if (meant === undefined) return;
  throw new PratiqueError('USAGE', `${word} is not a command`, {
    hint: `pratique ${meant.name}; for an image of that name, pratique scan ${word}`,
  });
}

/** One letter more, less or other, or two neighbours swapped. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a.charAt(start) === b.charAt(start)) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && left === `${right.charAt(1)}${right.charAt(0)}`;
}
