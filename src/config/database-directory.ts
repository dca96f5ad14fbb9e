import { readSetting, type Environment } from './settings.ts';

/** The advisory database that the environment names; `undefined` when it names none. */
export function databaseDirectory(environment: Environment = process.env): string | undefined {
  return readSetting('PRATIQUE_DB', environment) || undefined;
}
