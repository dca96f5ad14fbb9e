import { type CommandOption } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

/** Options of every `download` command. */
export const downloadOptions: readonly CommandOption[] = [
  {
    name: 'platform',
    value: 'PLATFORM',
    meaning: 'platform of an index whose artifacts to write, as os/architecture[/variant]',
    default: 'those of the index itself',
  },
  ...registryOptions,
];
