import { readSetting, type Environment } from './settings.ts';

/** The mirror of advisory feeds that the environment names; `undefined` when it names none. */
export function feedMirror(environment: Environment = process.env): string | undefined {
  return readSetting('PRATIQUE_FEEDS', environment) || undefined;
}
