import { type Command } from '../command.ts';
import { formatOption, trustKeyOptions } from '../trust/options.ts';

export const trustKeyListCommand: Command = {
  name: 'trust key list',
  summary: 'list the private keys that are here',
  arguments: [],
  options: [formatOption('form of the answer', ['table', 'json'], 'table'), ...trustKeyOptions],
  examples: [{ line: 'pratique trust key list', does: 'roles, repositories, key IDs and files' }],
  run: async (input, context) => (await import('../trust/keys.ts')).runKeyList(input, context),
};
