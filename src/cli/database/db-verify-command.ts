import { type Command } from '../command.ts';
import { bundleArgument, rootOption } from './bundle-options.ts';

export const dbVerifyCommand: Command = {
  name: 'db verify',
  summary: 'verify a signed file of advisories without importing it',
  arguments: [bundleArgument],
  options: rootOption,
  examples: [{ line: 'pratique db verify advisories.tar --db-root 1.root.json', does: 'verify signatures and every file' }],
  run: async (input, context) => (await import('./run-bundle.ts')).runVerify(input, context),
};
