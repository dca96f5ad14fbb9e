import { readSetting, type Environment } from './settings.ts';

/** Whether the environment tells scans to download no advisories. */
export function skipsDatabaseUpdate(environment: Environment = process.env): boolean {
  const value = readSetting('PRATIQUE_SKIP_DB_UPDATE', environment)?.toLowerCase() ?? '';
  return !['', '0', 'false', 'no', 'off'].includes(value);
}
