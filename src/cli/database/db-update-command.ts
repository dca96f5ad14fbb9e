import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseDirectory } from '../../config/database-directory.ts';
import { feedMirror } from '../../config/feed-mirror.ts';
import { hasOption, optionValue, type Command, type CommandContext, type CommandInput } from '../command.ts';
import { localRoot, readFeedPlace } from '../words/local-advisories.ts';
import { readRepository, repositoryOptions } from '../words/repository-options.ts';
import { buildOptions, runDatabaseBuild } from './database-build.ts';
import { databaseDirectoryOf, databaseOption } from './database-directory-of.ts';

export const dbUpdateCommand: Command = {
  name: 'db update',
  summary: 'update the advisories on this machine',
  description: [
    'Without options, updates the advisories that scans on this machine have used; scans do the same when theirs are older than 12 hours. Only feeds that changed are downloaded. A source that fails keeps its last good data.',
    'With --all, --only or --db, or when no scan has used advisories yet, builds one database of every ecosystem, or of those given, as db build does. Scans use it first.',
  ],
  arguments: [],
  options: [
    { name: 'all', meaning: 'download every ecosystem' },
    {
      name: 'from',
      value: 'URL_OR_FOLDER',
      meaning: 'folder of feeds, or http(s) URL of a mirror',
      default: '$PRATIQUE_FEEDS, then the publishers’ own servers',
      completes: 'directory',
    },
    ...repositoryOptions,
    databaseOption,
    ...buildOptions,
  ],
  examples: [
    { line: 'pratique db update', does: 'update the advisories that scans on this machine have used' },
    { line: 'pratique db update --all', does: 'download the advisories of every ecosystem, for scans without a network' },
    { line: 'pratique db update --from https://mirror.example/feeds', does: 'download from a mirror' },
  ],
  run: async (input, context) => {
    const from = optionValue(input, 'from') ?? feedMirror();
    if (isWholeDatabase(input)) return runDatabaseBuild(from, databaseDirectoryOf(input, context), input, context);
    const local = await updateUsed(from, input, context);
    const kept = join(context.cacheDirectory, 'db');
    if (local !== undefined && !existsSync(kept)) return local;
    if (local === undefined && !existsSync(kept))
      context.output.note('pratique: no scan on this machine has used advisories yet: downloading those of every ecosystem');
    return Math.max(local ?? 0, await runDatabaseBuild(from, kept, input, context));
  },
};

function isWholeDatabase(input: CommandInput): boolean {
  return ['all', 'only', 'db'].some((name) => hasOption(input, name)) || databaseDirectory() !== undefined;
}

/** `undefined` when no scan has used any. */
async function updateUsed(from: string | undefined, input: CommandInput, context: CommandContext): Promise<number | undefined> {
  const { listSlices, updateLocal } = await import('./update-local.ts');
  const root = localRoot(context.cacheDirectory);
  if (listSlices(root).length === 0) return undefined;
  const feeds = readFeedPlace(from, '--from', context.cacheDirectory);
  const repository = hasOption(input, 'from') ? undefined : readRepository(input, {});
  return updateLocal(
    { local: { root, ...(repository !== undefined && { repository }) }, feeds, isIncompleteAllowed: hasOption(input, 'allow-incomplete') },
    context,
  );
}
