import { PratiqueError } from '../model/pratique-error.ts';
import { readSetting, type Environment } from './settings.ts';

/** What the environment says that findings without a severity do to a gate; a warning when it says nothing. Throws CONFIG_INVALID. */
export function unknownSeverity(environment: Environment = process.env): 'fail' | 'warn' | 'pass' {
  const text = readSetting('PRATIQUE_UNKNOWN_SEVERITY', environment) || 'warn';
  if (text === 'fail' || text === 'warn' || text === 'pass') return text;
  throw new PratiqueError('CONFIG_INVALID', `PRATIQUE_UNKNOWN_SEVERITY is ${JSON.stringify(text.slice(0, 40))}`, {
    hint: 'set it to fail, warn or pass',
  });
}
