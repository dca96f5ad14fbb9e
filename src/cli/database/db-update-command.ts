import { feedMirror } from '../../config/feed-mirror.ts';
import { optionValue, type Command } from '../command.ts';
import { buildOptions, runDatabaseBuild } from './database-build.ts';
import { databaseDirectoryOf, databaseOption } from './database-directory-of.ts';

export const dbUpdateCommand: Command = {
  name: 'db update',
  summary: 'update the advisory database',
  description: [
    'Downloads the feeds that changed, and builds the database that scans use, as db build does. A source that fails keeps its last good data.',
  ],
  arguments: [],
  options: [
    {
      name: 'from',
      value: 'URL_OR_FOLDER',
      meaning: 'folder of feeds, or http(s) URL of a mirror',
      default: '$PRATIQUE_FEEDS, then the publishers’ own servers',
      completes: 'directory',
    },
    databaseOption,
    ...buildOptions,
  ],
  examples: [{ line: 'pratique db update --from https://mirror.example/feeds', does: 'download the feeds from a mirror' }],
  run: (input, context) =>
    runDatabaseBuild(optionValue(input, 'from') ?? feedMirror(), databaseDirectoryOf(input, context), input, context),
};
