import { type Command } from '../command.ts';
import { databaseOptions } from './serve-options.ts';

export const serveRestoreCommand: Command = {
  name: 'serve restore',
  summary: 'fill an empty database from a backup',
  description: [
    'Restores a file of "serve backup" into a new folder or an empty PostgreSQL database, whichever it was made from. A backup of a newer version is refused; one of an older version is brought up to date. Jobs that waited are put in again.',
    'Start the server with the key that it had: copy server.key into --data, or set PRATIQUE_SERVER_KEY. Without it, stored credentials and secrets cannot be read.',
  ],
  arguments: [{ name: 'FILE', meaning: 'file of serve backup', completes: 'file' }],
  options: databaseOptions,
  examples: [{ line: 'pratique serve restore pratique-backup.gz --database postgres://pratique@db/pratique', does: 'move to a PostgreSQL server' }],
  run: async (input, context) => (await import('./run-backup.ts')).runRestore(input, context),
}; // prettier-ignore
