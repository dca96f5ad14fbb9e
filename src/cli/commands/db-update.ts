import { feedMirror } from '../../config/feed-mirror.ts';
import { optionValue, type Command } from '../command.ts';
import { buildOptions, runDatabaseBuild } from '../database-build.ts';
import { databaseDirectoryOf, databaseOption } from '../database-directory-of.ts';

export const dbUpdateCommand: Command = {
  name: 'db update',
  summary: 'bring the advisory database that scans use up to date',
  description: ['Fetches what changed since the last time, and builds the database again as db build does.'],
  arguments: [],
  options: [
    {
      name: 'from',
      value: 'URL_OR_FOLDER',
      meaning: 'folder of feeds, or http(s) URL of a mirror',
      default: '$PRATIQUE_FEEDS, then the publishers themselves',
      completes: 'directory',
    },
    databaseOption,
    ...buildOptions,
  ],
  examples: [{ line: 'pratique db update --from https://mirror.example/feeds', does: 'from a mirror' }],
  run: (input, context) =>
    runDatabaseBuild(optionValue(input, 'from') ?? feedMirror(), databaseDirectoryOf(input, context), input, context),
};
