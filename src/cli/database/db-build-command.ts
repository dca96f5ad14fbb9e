import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type Command } from '../command.ts';
import { buildOptions, runDatabaseBuild } from './database-build.ts';

export const dbBuildCommand: Command = {
  name: 'db build',
  summary: 'build an advisory database from the publishers’ feeds',
  description: [
    'Reads feeds from a folder or a mirror with the same layout as the publishers’ servers. Builds are reproducible: the same feeds give the same bytes. If a source fails, or lost more than 5 % of its advisories, its data in the existing database is kept.',
    'Feeds that did not change since the last build into the same directory are not read again.',
    'The database is replaced atomically: an interrupted build leaves the old one in place.',
  ],
  arguments: [],
  options: [
    { name: 'from', value: 'URL_OR_FOLDER', meaning: 'folder of feeds, or http(s) URL of a mirror', completes: 'directory' },
    { name: 'output', short: 'o', value: 'DIRECTORY', meaning: 'directory to write the database to', completes: 'directory' },
    ...buildOptions,
  ],
  examples: [
    { line: 'pratique db build --from ./feeds --output ./db', does: 'build from every feed in the folder' },
    { line: 'pratique db build --from https://mirror.example/feeds --output ./db --only npm,debian', does: 'build two ecosystems only' },
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
