import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { readSetting, type Environment } from './settings.ts';

/** Where the cache is when the command line does not say: the variable of our own, then the platform's place for caches. */
export function cacheDirectory(environment: Environment = process.env, platform: string = process.platform): string {
  const own = readSetting('PRATIQUE_CACHE_DIR', environment);
  if (own) return own;
  const shared = readSetting('XDG_CACHE_HOME', environment);
  // XDG Base Directory Specification: a relative path is invalid and is ignored.
  if (shared && isAbsolute(shared)) return join(shared, 'pratique');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'pratique');
  if (platform === 'win32') return join(readSetting('LOCALAPPDATA', environment) || join(homedir(), 'AppData', 'Local'), 'pratique');
  return join(homedir(), '.cache', 'pratique');
}
