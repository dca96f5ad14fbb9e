import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Environment, readSetting } from './settings.ts';

/** Where Notation keeps `trustpolicy.json` and `truststore/`: notation-go, dir/path.go, which is Go's os.UserConfigDir and `notation`. */
export function notationDirectory(
  environment: Environment = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') return join(readSetting('APPDATA', environment) || join(home, 'AppData', 'Roaming'), 'notation');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'notation');
  const shared = readSetting('XDG_CONFIG_HOME', environment);
  return join(shared && isAbsolute(shared) ? shared : join(home, '.config'), 'notation');
}
