import { type Command } from '../command.ts';
import { databaseOption } from './database-directory-of.ts';
import { keysOption } from './key-directory.ts';

export const dbExportCommand: Command = {
  name: 'db export',
  summary: 'write the advisories to one signed file for networks without internet',
  description: [
    'Writes the advisories on this machine, or the database given with --db, to a tar file that is signed as a whole. pratique db import reads it on another machine, and --db-repository takes it in place of a server.',
    'Create the keys once with pratique db repo init, and give its 1.root.json to the machines that import.',
  ],
  arguments: [{ name: 'FILE', meaning: 'bundle to write', completes: 'file' }],
  options: [
    { ...databaseOption, default: 'the advisories on this machine' },
    keysOption,
    {
      name: 'repository',
      value: 'DIRECTORY',
      meaning: 'directory of pratique db repo init, whose root the bundle has',
      completes: 'directory',
    },
    { name: 'expires', value: 'DAYS', meaning: 'days that the bundle can be imported', default: '30' },
  ],
  examples: [{ line: 'pratique db export advisories.tar --repository ./repo --keys ./keys', does: 'export everything on this machine' }],
  run: async (input, context) => (await import('./run-bundle.ts')).runExport(input, context),
};
