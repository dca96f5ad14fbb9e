import { homedir } from 'node:os';
import { dockerConfigDirectory } from '../../../config/docker-config-directory.ts';
import { type InventoryPlaces } from '../../../trust/migrate/inventory/take-inventory.ts';
import { machinePlaces } from '../../../trust/migrate/inventory/machine-places.ts';
import { hasOption, optionValues, type CommandInput, type CommandOption } from '../../command.ts';

export const placesOptions: readonly CommandOption[] = [
  {
    name: 'machine',
    meaning: 'also scan this machine: shell profiles, systemd units, Docker Engine, trust directories',
  },
  {
    name: 'trust-dir',
    value: 'DIRECTORY',
    meaning: 'another trust directory to read, besides those of Docker and notary',
    isRepeatable: true,
    completes: 'directory',
  },
];

/** The given paths, or the working directory and this machine. */
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
