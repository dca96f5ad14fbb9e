import { homedir } from 'node:os';
import { dockerConfigDirectory } from '../../../config/docker-config-directory.ts';
import { type InventoryPlaces } from '../../../trust/migrate/inventory/take-inventory.ts';
import { machinePlaces } from '../../../trust/migrate/inventory/machine-places.ts';
import { hasOption, optionValues, type CommandInput, type CommandOption } from '../../command.ts';

export const placesOptions: readonly CommandOption[] = [
  {
    name: 'machine',
    meaning: 'besides the paths given, look at this machine: shell profiles, systemd units, Docker Engine, trust directories',
  },
  {
    name: 'trust-dir',
    value: 'DIRECTORY',
    meaning: 'a trust directory to look at besides those of Docker and notary',
    isRepeatable: true,
    completes: 'directory',
  },
];

/** Without a path: the working directory and this machine. */
export function readPlaces(input: CommandInput): InventoryPlaces {
  const own = optionValues(input, 'trust-dir');
  const isWhole = input.arguments.length === 0;
  const machine = isWhole || hasOption(input, 'machine') ? machinePlaces(homedir(), dockerConfigDirectory()) : undefined;
  return {
    paths: isWhole ? ['.'] : input.arguments,
    placesThatMayBe: machine?.placesThatMayBe ?? [],
    trustDirectories: [...(machine?.trustDirectories ?? []), ...own],
  };
}
