import { type CommandOption } from '../command.ts';

/** Options of every command; the program itself acts on them. */
export const commonOptions: readonly CommandOption[] = [
  { name: 'quiet', short: 'q', meaning: 'hide progress and notes; warnings and errors stay' },
  { name: 'verbose', short: 'v', meaning: 'show full details and log to stderr' },
  {
    name: 'cache-dir',
    value: 'DIRECTORY',
    meaning: 'cache of layer indexes and downloads',
    default: '$PRATIQUE_CACHE_DIR, or pratique in the user’s cache directory',
    completes: 'directory',
  },
  { name: 'help', short: 'h', meaning: 'show this help' },
];
