import { existsSync } from 'node:fs';
import { type CommanderError } from 'commander';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Command } from '../command.ts';
import { findOperands } from './find-operands.ts';
import { optionAdvice } from './option-advice.ts';

/** What commander found wrong with the words, in our own terms. */
export function usageError(command: Command, words: readonly string[], error: CommanderError): PratiqueError {
  const refuse = (message: string, hint = `pratique help ${command.name}`): PratiqueError =>
    new PratiqueError('USAGE', `${command.name}: ${message}`, { cause: error, hint });
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  switch (error.code) {
    case 'commander.unknownOption': {
      // commander names the whole word, with a value in it.
      const flag = quoted.startsWith('--') ? (quoted.split('=')[0] ?? quoted) : quoted.slice(0, 2);
      const meant = /\(Did you mean (?:one of )?(.*?)\?\)/.exec(error.message)?.[1];
      return refuse(`unknown option ${flag.slice(0, 80)}`, optionAdvice(command, flag) ?? meant);
    }
    case 'commander.optionMissingArgument':
      return refuse(`${/--[a-z-]+/.exec(quoted)?.[0] ?? quoted} needs a value`);
    case 'commander.missingArgument':
      return missingArgument(command, words, quoted);
    case 'commander.excessArguments':
      return refuse(describeExcess(command, words));
    default:
      return refuse(error.message.replace(/^error: /, ''));
  }
}

function describeExcess(command: Command, words: readonly string[]): string {
  const { operands } = findOperands(command, words);
  const most = command.arguments.length;
  const extra = operands.slice(most).map((word) => JSON.stringify(word.slice(0, 80)));
  return most === 0
    ? `takes no arguments, got ${extra.join(' ')}`
    : `takes ${most} argument${most === 1 ? '' : 's'}, ${extra.join(' ')} is too many`;
}

/** With the option that took what was meant as the argument, where that can be. */
export function missingArgument(command: Command, words: readonly string[], name: string): PratiqueError {
  const last = findOperands(command, words).values.at(-1);
  const isTaken = last !== undefined && last.value === words.at(-1) && (/[/:@.]/.test(last.value) || existsSync(last.value));
  const taken = isTaken ? `; ${last.option} took ${JSON.stringify(last.value.slice(0, 80))} as its value` : '';
  const usage = ['pratique', command.name, ...command.arguments.map(({ name: each }) => each)].join(' ');
  const hint = isTaken ? `${usage} ${last.option} VALUE` : command.examples[0]?.line;
  return new PratiqueError('USAGE', `${command.name}: ${name} is missing${taken}`, { hint: hint ?? usage });
}
