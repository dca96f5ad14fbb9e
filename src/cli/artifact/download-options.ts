import { type CommandOption } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

/** Taken by every verb of `download`. */
export const downloadOptions: readonly CommandOption[] = [
  {
    name: 'platform',
    value: 'PLATFORM',
    meaning: 'os/architecture[/variant] of an index whose artifacts to write',
    default: 'those of the index itself',
  },
  ...registryOptions,
];
