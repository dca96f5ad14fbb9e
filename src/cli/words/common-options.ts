import { type CommandOption } from '../command.ts';

/** Options of every command; the program itself acts on them. */
export const commonOptions: readonly CommandOption[] = [
  { name: 'quiet', short: 'q', meaning: 'print only results, warnings and errors' },
  { name: 'verbose', short: 'v', meaning: 'show full details and log to stderr' },
  {
    name: 'cache-dir',
    value: 'DIRECTORY',
    meaning: 'directory for cached layer indexes and downloads',
    default: '$PRATIQUE_CACHE_DIR, or pratique in the user’s cache directory',
    completes: 'directory',
  },
  { name: 'help', short: 'h', meaning: 'show this help' },
];
