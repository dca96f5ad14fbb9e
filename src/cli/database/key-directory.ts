import { repositoryPassphrase } from '../../config/repository-settings.ts';
import { type KeyDirectory } from '../../advisory/repository/repository-keys.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValue, type CommandInput, type CommandOption } from '../command.ts';

export const keysOption: CommandOption = {
  name: 'keys',
  value: 'DIRECTORY',
  meaning: 'directory of the private keys; $PRATIQUE_REPO_PASSPHRASE encrypts them',
  completes: 'directory',
};

/** Throws USAGE where it is missing. */
export function readKeyDirectory(input: CommandInput): KeyDirectory {
  const directory = optionValue(input, 'keys');
  if (directory === undefined || directory === '')
    throw new PratiqueError('USAGE', '--keys is missing', { hint: 'the directory that pratique db repo init writes private keys to' });
  const passphrase = repositoryPassphrase();
  return { directory, ...(passphrase !== undefined && { passphrase }) };
}

/** A whole number of at least `least`. Throws USAGE. */
export function readNumber(input: CommandInput, name: string, fallback: number, least = 1): number {
  const text = optionValue(input, name);
  if (text === undefined) return fallback;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (value >= least) return value;
  throw new PratiqueError('USAGE', `--${name}: ${JSON.stringify(text.slice(0, 80))} is not a whole number of at least ${least}`);
}
