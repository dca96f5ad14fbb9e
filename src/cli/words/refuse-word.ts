import { existsSync } from 'node:fs';
import { PratiqueError } from '../../model/pratique-error.ts';
import { commands } from '../commands.ts';
import { verbsBelow } from './find-command.ts';
import { foreignCommands, plannedCommands } from './foreign-words.ts';
import { notAnImage } from './not-an-image.ts';

/**
 * Refuses a first word that is an unknown command, so that no registry is asked for an image of that name. A path that exists is
 * always a target. Throws USAGE.
 */
export function refuseWord(word: string): void {
  if (!/^[a-z][a-z0-9-]*$/.test(word) || existsSync(word)) return;
  const planned = plannedCommands.get(word);
  if (planned !== undefined && commands.some(({ name }) => name === planned))
    throw notAnImage(`unknown command "${word}"; here it is "${planned}"`, word, `pratique ${planned}`);
  if (planned === word) throw notAnImage(`"${word}" is not implemented yet`, word, 'pratique help');
  if (planned !== undefined)
    throw notAnImage(`unknown command "${word}"; here it is "${planned}", which is not implemented yet`, word, 'pratique help');
  const foreign = foreignCommands.get(word);
  if (foreign !== undefined) throw notAnImage(`unknown command "${word}"`, word, foreign);
  const meant = word.length < 4 ? undefined : commands.find(({ name }) => isOneSlipAway(word, name))?.name;
  if (meant !== undefined) throw notAnImage(`unknown command "${word}"; did you mean "${meant}"?`, word, `pratique ${meant}`);
}

/** Refuses `pratique db` and `pratique trust key`, which name no command and are no image either. Throws USAGE. */
export function refuseHalfCommand(group: string, next: string | undefined): void {
  const verbs = verbsBelow(group);
  if (verbs.length === 0) return;
  const isMissing = next === undefined || next.startsWith('-');
  const meant = isMissing ? undefined : verbs.find((verb) => isOneSlipAway(next, verb.split(' ')[0] ?? ''));
  const list = verbs.length > 8 ? `pratique help ${group}` : verbs.map((verb) => `pratique ${group} ${verb}`).join(', ');
  const problem = isMissing ? `"${group}" needs a verb` : `unknown command "${group} ${next.slice(0, 80)}"`;
  throw new PratiqueError('USAGE', meant === undefined ? problem : `${problem}; did you mean "${group} ${meant}"?`, {
    hint: meant === undefined ? list : `pratique ${group} ${meant}`,
  });
}

/** Refuses `pratique sign generate-keypair`: a slip of a verb below a command that also takes an image. Throws USAGE. */
export function refuseVerbSlip(command: string, next: string | undefined): void {
  if (next === undefined || next.length < 4 || !/^[a-z-]+$/.test(next) || existsSync(next)) return;
  const bare = (word: string): string => word.replaceAll('-', '');
  const meant = verbsBelow(command).find((verb) => isOneSlipAway(bare(next), bare(verb)) || verb.startsWith(`${next}-`));
  if (meant === undefined) return;
  const name = `${command} ${meant}`;
  throw notAnImage(`unknown command "${command} ${next}"; did you mean "${name}"?`, next, `pratique ${name}`);
}

/** One letter more, less or other, or two neighbours swapped. */
export function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a.charAt(start) === b.charAt(start)) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && left === `${right.charAt(1)}${right.charAt(0)}`;
}
