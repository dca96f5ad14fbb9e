import { arch } from 'node:process';
import { dockerCapabilities, type ProfileContext } from '../../../harden/seccomp/permissions.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type CommandInput, optionValue, optionValues } from '../../command.ts';
import { splitList } from '../../report/split-list.ts';

/** The container that `contextOptions` describe. Throws USAGE. */
export function readContext(input: CommandInput, imageArchitecture?: string): ProfileContext {
  const [added, dropped] = ['cap-add', 'cap-drop'].map((name) => optionValues(input, name).flatMap(splitList).map(capabilityName));
  const base = dropped!.includes('CAP_ALL') ? [] : [...dockerCapabilities].filter((name) => !dropped!.includes(name));
  return {
    architecture: optionValue(input, 'arch') ?? imageArchitecture ?? (arch === 'arm64' ? 'arm64' : 'amd64'),
    capabilities: new Set([...base, ...added!]),
  };
}

function capabilityName(word: string): string {
  const name = word.toUpperCase().replace(/^(?:CAP_)?/, 'CAP_');
  if (/^CAP_[A-Z_]{2,24}$/.test(name)) return name;
  throw new PratiqueError('USAGE', `${JSON.stringify(word.slice(0, 40))} is no capability`, {
    hint: 'write it as NET_ADMIN or CAP_NET_ADMIN',
  });
}
