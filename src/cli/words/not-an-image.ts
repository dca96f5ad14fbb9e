import { existsSync } from 'node:fs';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type CommandEntry } from '../command.ts';

/** A word that was meant as a command and would be pulled as an image; `instead` is what to type. */
export function notAnImage(message: string, word: string, instead: string): PratiqueError {
  return new PratiqueError('USAGE', message, { hint: `${instead}; for an image of that name, write docker.io/library/${word}` });
}

/** Refuses the names of commands as targets: `pratique scan scan` would ask Docker Hub for an image that is not meant. Throws USAGE. */
export function refuseCommandAsTarget(target: string, commands: readonly CommandEntry[]): void {
  if (!commands.some(({ name }) => name.split(' ')[0] === target) || existsSync(target)) return;
  throw notAnImage(`"${target}" is a command, not an image`, target, `pratique help ${target}`);
}
