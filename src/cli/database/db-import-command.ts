import { type Command } from '../command.ts';
import { bundleArgument, rootOption } from './bundle-options.ts';

export const dbImportCommand: Command = {
  name: 'db import',
  summary: 'import the advisories of a signed file',
  description: ['Verifies the bundle and adds its advisories to those on this machine. An older bundle than the last one is refused.'],
  arguments: [bundleArgument],
  options: rootOption,
  examples: [{ line: 'pratique db import advisories.tar --db-root 1.root.json', does: 'import a bundle' }],
  run: async (input, context) => (await import('./run-bundle.ts')).runImport(input, context),
};
