import { type CommandOption } from './command.ts';

/** Options that every command takes; the program itself acts on them. */
export const commonOptions: readonly CommandOption[] = [
  { name: 'quiet', short: 'q', meaning: 'no progress and no notes; warnings and errors stay' },
  { name: 'verbose', short: 'v', meaning: 'tell more: details in the report, what was done on standard error' },
  {
    name: 'cache-dir',
    value: 'DIRECTORY',
    meaning: 'where layer indexes and downloads are kept',
    default: '$PRATIQUE_CACHE_DIR, or pratique in the user’s cache directory',
    completes: 'directory',
  },
  { name: 'help', short: 'h', meaning: 'show this help' },
];
