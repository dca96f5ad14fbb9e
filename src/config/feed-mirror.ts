import { readSetting, type Environment } from './settings.ts';

/** The mirror of advisory feeds that the environment names; `undefined` when it names none. */
export function feedMirror(environment: Environment = process.env): string | undefined {
  return readSetting('PRATIQUE_FEEDS', environment) || undefined;
}

/** The `Authorization` header for that mirror; `undefined` when the environment has none. */
export function feedAuthorization(environment: Environment = process.env): string | undefined {
  const value = readSetting('PRATIQUE_FEEDS_AUTH', environment) ?? '';
  if (value === '') return undefined;
  // A scheme and its credentials have a blank between them; user names have none.
  return /^[A-Za-z]+ /.test(value) ? value : `Basic ${Buffer.from(value).toString('base64')}`;
}
