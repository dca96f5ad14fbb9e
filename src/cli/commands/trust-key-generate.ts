import { type Command } from '../command.ts';
import { trustKeyOptions } from '../trust/options.ts';

export const trustKeyGenerateCommand: Command = {
  name: 'trust key generate',
  summary: 'make a key for a signer',
  description: ['The private key stays here, encrypted; the public key goes to NAME.pub, for whoever adds the signer.'],
  arguments: [{ name: 'NAME', meaning: 'of the signer: lower-case letters, digits, - and _' }],
  options: [
    { name: 'dir', value: 'DIRECTORY', meaning: 'where to write NAME.pub', default: 'the working directory', completes: 'directory' },
    ...trustKeyOptions,
  ],
  examples: [{ line: 'pratique trust key generate alice', does: 'alice.pub, and a private key' }],
  run: async (input, context) => (await import('../trust/keys.ts')).runKeyGenerate(input, context),
};
