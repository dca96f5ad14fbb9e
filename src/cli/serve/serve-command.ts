import { type Command } from '../command.ts';
import { commonScanOptions, databaseOptions } from './serve-options.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'run the server',
  description: [
    'Scans images when they are pushed or submitted, stores their packages once, and matches them again when advisories change.',
    'Without --database everything is in the folder of --data, in an embedded PostgreSQL. With a PostgreSQL server any number of processes may run: start them with the same --database and the same PRATIQUE_SERVER_KEY.',
    'The first start prints the token of an administrator, once.',
  ],
  arguments: [],
  options: [
    ...databaseOptions,
    { name: 'listen', value: 'ADDRESS:PORT', meaning: 'where to listen', default: '127.0.0.1:8080' },
    { name: 'role', value: 'ROLE', meaning: 'what this process does', choices: ['web', 'worker', 'all'], default: 'all' },
    { name: 'concurrency', value: 'N', meaning: 'scans that this process runs at a time', default: '2' },
    { name: 'requests-per-minute', value: 'N', meaning: 'requests that one client may make', default: '1200' },
    { name: 'public-url', value: 'URL', meaning: 'how people reach the server, for links in messages' },
    { name: 'allow-private-addresses', meaning: 'allow clients to name registries and receivers in private networks and on this machine' },
    {
      name: 'apis',
      value: 'LIST',
      meaning: 'APIs of other scanners to speak: clair, clair-v1, harbor, anchore, or none',
      default: 'clair,clair-v1,harbor,anchore',
    },
    {
      name: 'clair-issuers',
      value: 'LIST',
      meaning: 'who may sign tokens of Clair with the key of $PRATIQUE_CLAIR_KEY',
      default: 'quay,clairctl',
    },
    {
      name: 'clair-open',
      meaning: 'let programs of this machine use the APIs of Clair without a token; with --listen on this machine only',
    },
    ...commonScanOptions,
  ],
  examples: [
    { line: 'pratique serve', does: 'start with an embedded database on http://127.0.0.1:8080' },
    {
      line: 'pratique serve --database postgres://pratique@db/pratique --role worker',
      does: 'add a worker to a server with several processes',
    },
  ],
  run: async (input, context) => (await import('./run-serve.ts')).runServe(input, context),
};
