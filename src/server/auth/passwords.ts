import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** OWASP's password storage cheat sheet: N=2^16, r=8, p=2. */
const cost = { N: 2 ** 16, r: 8, p: 2, maxmem: 256 * 1024 * 1024 };
const keyBytes = 32;

/** `scrypt$salt$key`, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFKC'), salt, keyBytes, cost);
  return ['scrypt', salt.toString('base64'), key.toString('base64')].join('$');
}

/** Takes as long where there is no such account, so that its duration does not tell which names exist. */
export async function checkPassword(password: string, stored: string | null | undefined): Promise<boolean> {
  const [, salt = '', key = ''] = (
    stored ?? `scrypt$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(keyBytes).toString('base64')}`
  ).split('$');
  const given = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), keyBytes, cost);
  return timingSafeEqual(given, Buffer.from(key, 'base64')) && stored !== null && stored !== undefined;
}
