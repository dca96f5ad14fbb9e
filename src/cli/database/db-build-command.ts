import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type Command } from '../command.ts';
import { buildOptions, runDatabaseBuild } from './database-build.ts';

export const dbBuildCommand: Command = {
  name: 'db build',
  summary: 'build an advisory database from the publishers’ feeds',
  description: [
    'Reads the feeds from a folder or a mirror laid out as the publishers serve them. The same input gives the same bytes. A source that fails, or has lost more than a twentieth of its advisories, keeps what the database in the output directory had of it.',
    'The directory holds the old database or the new one at any moment, even when the build is killed.',
  ],
  arguments: [],
  options: [
    { name: 'from', value: 'URL_OR_FOLDER', meaning: 'folder of feeds, or http(s) URL of a mirror', completes: 'directory' },
    { name: 'output', short: 'o', value: 'DIRECTORY', meaning: 'where the database goes', completes: 'directory' },
    ...buildOptions,
  ],
  examples: [
    { line: 'pratique db build --from ./feeds --output ./db', does: 'everything that is in the folder' },
    { line: 'pratique db build --from https://mirror.example/feeds --output ./db --only npm,debian', does: 'two ecosystems' },
  ],
  run: async (input, context) => {
    const from = optionValue(input, 'from');
    const output = optionValue(input, 'output');
    if (from === undefined || output === undefined)
      throw new PratiqueError('USAGE', 'db build needs --from and --output', {
        hint: 'pratique db build --from URL_OR_FOLDER --output DIRECTORY',
      });
    return runDatabaseBuild(from, output, input, context);
  },
};
