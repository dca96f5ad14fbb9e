import { type Command } from '../../command.ts';
import { trustKeyOptions } from '../trust-options.ts';

export const trustKeyLoadCommand: Command = {
  name: 'trust key load',
  summary: 'add a private key from a file to the trust directory',
  arguments: [{ name: 'FILE', meaning: 'private key, PEM', completes: 'file' }],
  options: [{ name: 'name', value: 'NAME', meaning: 'name of the signer', default: 'signer' }, ...trustKeyOptions],
  examples: [{ line: 'pratique trust key load alice.pem --name alice', does: 'sign as alice' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyLoad(input, context),
};
