import { PratiqueError } from './pratique-error.ts';

/** What is wrong with a configuration file, and where; lines and columns count from 1. */
export interface ConfigurationFault extends Error {
  readonly line: number;
  readonly column: number;
  /** The nearest known word, or what to write. */
  readonly meant?: string | undefined;
}

/** CONFIG_INVALID with `file:line:column`. */
export function configurationError(file: string, fault: ConfigurationFault): PratiqueError {
  const hint = fault.meant === undefined ? {} : { hint: fault.meant };
  return new PratiqueError('CONFIG_INVALID', `${file}:${fault.line}:${fault.column}: ${fault.message}`, { cause: fault, ...hint });
}
