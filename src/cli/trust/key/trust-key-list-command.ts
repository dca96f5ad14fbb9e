import { type Command } from '../../command.ts';
import { formatOption, trustKeyOptions } from '../trust-options.ts';

export const trustKeyListCommand: Command = {
  name: 'trust key list',
  summary: 'list private keys in the trust directory',
  arguments: [],
  options: [formatOption('output format', ['table', 'json'], 'table'), ...trustKeyOptions],
  examples: [{ line: 'pratique trust key list', does: 'show roles, repositories, key IDs and where the files are' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyList(input, context),
};
