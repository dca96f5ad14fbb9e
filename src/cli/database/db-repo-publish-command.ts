import { type Command } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';
import { databaseOption } from './database-directory-of.ts';
import { keysOption } from './key-directory.ts';

export const dbRepoPublishCommand: Command = {
  name: 'db repo publish',
  summary: 'sign and publish a database to a repository',
  description: [
    'Divides a database into one part for each ecosystem and release, signs them, and writes a new generation to the directory of the repository. Serve that directory with any web server, copy it, or push it to a registry with --push. Files that did not change are not written again.',
    'Clients begin at metadata/timestamp.json, which is written last: a publication that is interrupted changes nothing for them.',
  ],
  arguments: [{ name: 'DIRECTORY', meaning: 'directory of the repository' }],
  options: [
    databaseOption,
    keysOption,
    { name: 'keep', value: 'NUMBER', meaning: 'number of generations to keep', default: '30' },
    { name: 'expires', value: 'DAYS', meaning: 'days that the timestamp is valid; publish or sign again before', default: '3' },
    { name: 'push', value: 'IMAGE', meaning: 'also push the generation to a registry, such as ghcr.io/org/advisories' },
    ...registryOptions,
  ],
  examples: [
    { line: 'pratique db repo publish ./repo --db ./db --keys ./keys', does: 'publish a database built with pratique db build' },
    { line: 'pratique db repo publish ./repo --db ./db --keys ./keys --push ghcr.io/org/advisories', does: 'publish it in a registry too' },
  ],
  run: async (input, context) => (await import('./run-repo.ts')).runRepoPublish(input, context),
};
