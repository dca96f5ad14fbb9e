/**
 * Whether the TUF root of sigstore that is built in lasts: a release near its end would verify nothing on a machine that cannot reach the mirror.
 * As a program it judges src/trust/sigstore/refresh/built-in-root.ts today, and exits with 1 when it has to be replaced.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const dayMs = 86_400_000;
/** Days before the end at which a check fails, and at which it warns. */
const [failDays, warnDays] = [30, 90];

export function judgeRootExpiry(expiresAt, now) {
  const days = Math.floor((expiresAt.getTime() - now.getTime()) / dayMs);
  if (Number.isNaN(days)) return { status: 'fail', message: 'the expiry of the built-in sigstore root cannot be read' };
  const message = `the built-in sigstore root ${days < 0 ? 'expired' : 'expires'} on ${expiresAt.toISOString().slice(0, 10)}`;
  if (days >= warnDays) return { status: 'ok', message };
  const advice = `${days < 0 ? '' : ` (in ${days} days)`}. Replace it: node tools/make-built-in-root.mjs`;
  return { status: days < failDays ? 'fail' : 'warn', message: message + advice };
}

export function readRootExpiry(source) {
  return new Date(/^ {2}expiresAt: '([^']+)'/m.exec(source)?.[1] ?? '');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = join(import.meta.dirname, '../src/trust/sigstore/refresh/built-in-root.ts');
  const { status, message } = judgeRootExpiry(readRootExpiry(readFileSync(path, 'utf8')), new Date());
  if (status !== 'ok') process.stdout.write(`${message}\n`);
  process.exit(status === 'fail' ? 1 : 0);
}
