import { type CommandOption } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';
import { repositoryOptions } from '../words/repository-options.ts';

/** Options of a scan that hold for all scans of a server. Credentials of registries are the projects’ own, in the database. */
export const commonScanOptions: readonly CommandOption[] = [
  { name: 'db', value: 'DIR', meaning: 'advisory database to use as it is', default: 'advisories of this machine', completes: 'directory' },
  {
    name: 'advisories',
    value: 'DIR',
    meaning: 'folder of OSV records to use in addition',
    isRepeatable: true,
    completes: 'directory',
  },
  { name: 'skip-db-update', meaning: 'never download advisories' },
  ...repositoryOptions,
  ...registryOptions.filter(({ name }) => name === 'insecure' || name === 'ca-file'),
];

/** Where the server keeps what it knows. */
export const databaseOptions: readonly CommandOption[] = [
  {
    name: 'data',
    value: 'DIR',
    meaning: 'folder of the embedded database and of the server’s key',
    default: 'server in the cache directory',
    completes: 'directory',
  },
  {
    name: 'database',
    value: 'URL',
    meaning: 'PostgreSQL server to use instead, as postgres://user@host/name',
    default: '$PRATIQUE_DATABASE_URL',
  },
];
