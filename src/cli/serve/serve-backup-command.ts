import { type Command } from '../command.ts';
import { databaseOptions } from './serve-options.ts';

export const serveBackupCommand: Command = {
  name: 'serve backup',
  summary: 'write everything a server keeps to a file',
  description: [
    'The file is a consistent snapshot, and can be restored into an embedded database or into a PostgreSQL server. The embedded database can be backed up only while its server is stopped; a PostgreSQL server may be in use.',
    'Credentials and secrets are in the file as they are stored: encrypted under the server’s key, which is not in the file. Keep server.key of --data, or PRATIQUE_SERVER_KEY, elsewhere. Layer indexes that clients sent are left out.',
  ],
  arguments: [{ name: 'FILE', meaning: 'file to write, which must not exist; its content is gzip', completes: 'file' }],
  options: databaseOptions,
  examples: [{ line: 'pratique serve backup pratique-backup.gz', does: 'back up the embedded database' }],
  run: async (input, context) => (await import('./run-backup.ts')).runBackup(input, context),
};
