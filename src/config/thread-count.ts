import { PratiqueError } from '../model/pratique-error.ts';
import { readSetting, type Environment } from './settings.ts';

/** Threads that the environment asks for, 0 to 64; `undefined` when it leaves the choice to us. Throws CONFIG_INVALID. */
export function threadCount(environment: Environment = process.env): number | undefined {
  const text = readSetting('PRATIQUE_THREADS', environment);
  if (!text) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0 && count <= 64) return count;
  throw new PratiqueError('CONFIG_INVALID', `PRATIQUE_THREADS is ${JSON.stringify(text.slice(0, 40))}`, {
    hint: 'set it to a whole number from 0 to 64',
  });
}
