import { type Command } from '../command.ts';
import { trustKeyOptions } from '../trust/options.ts';

export const trustKeyLoadCommand: Command = {
  name: 'trust key load',
  summary: 'put a private key from a file into the trust directory',
  arguments: [{ name: 'FILE', meaning: 'PEM of the private key', completes: 'file' }],
  options: [{ name: 'name', value: 'NAME', meaning: 'whose it is', default: 'signer' }, ...trustKeyOptions],
  examples: [{ line: 'pratique trust key load alice.pem --name alice', does: 'sign as alice from now on' }],
  run: async (input, context) => (await import('../trust/keys.ts')).runKeyLoad(input, context),
};
