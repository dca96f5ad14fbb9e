import { PratiqueError } from '../model/pratique-error.ts';
import { readSetting, type Environment } from './settings.ts';

/** The date that reproducible documents state (reproducible-builds.org, SOURCE_DATE_EPOCH); `undefined` when it is not set. Throws CONFIG_INVALID. */
export function sourceDateEpoch(environment: Environment = process.env): Date | undefined {
  const text = readSetting('SOURCE_DATE_EPOCH', environment) ?? '';
  if (text === '') return undefined;
  if (/^\d{1,12}$/.test(text)) return new Date(Number(text) * 1000);
  throw new PratiqueError('CONFIG_INVALID', `SOURCE_DATE_EPOCH is ${JSON.stringify(text.slice(0, 40))}`, {
    hint: 'set it to a number of seconds since 1970, or unset it',
  });
}
