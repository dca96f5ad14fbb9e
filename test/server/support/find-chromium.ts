import { existsSync } from 'node:fs';

/** Debian's package `chromium`, or the browser that `CHROMIUM` names. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));
}
