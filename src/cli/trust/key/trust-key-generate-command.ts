import { type Command } from '../../command.ts';
import { trustKeyOptions } from '../trust-options.ts';

export const trustKeyGenerateCommand: Command = {
  name: 'trust key generate',
  summary: 'generate a key pair for a signer',
  description: [
    'Stores the encrypted private key in the trust directory and writes the public key to NAME.pub, which trust signer add needs.',
  ],
  arguments: [{ name: 'NAME', meaning: 'name of the signer: lower-case letters, digits, - and _' }],
  options: [
    { name: 'dir', value: 'DIRECTORY', meaning: 'where to write NAME.pub', default: 'the working directory', completes: 'directory' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key generate alice', does: 'write alice.pub and store a private key' }],
  run: async (input, context) => (await import('./keys.ts')).runKeyGenerate(input, context),
};
