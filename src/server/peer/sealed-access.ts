import { z } from 'zod';
import { type RegistryOptions } from '../../model/image.ts';
import { type ServerKeys } from '../auth/secrets.ts';

const access = z.object({ authorization: z.string().optional(), isPlain: z.boolean() });
/** How a client of another scanner wants one registry reached. */
export type RegistryAccess = z.infer<typeof access>;

/** Encrypted, because a job keeps it. `place` says which project and which registry it is for: it opens no other. */
export function sealAccess(keys: ServerKeys, given: RegistryAccess, place: string): string {
  return keys.encrypt(JSON.stringify(given), `access ${place}`).toString('base64');
}

export function openSealedAccess(keys: ServerKeys, sealed: string, place: string): Partial<RegistryOptions> {
  const { authorization = '', isPlain } = access.parse(JSON.parse(keys.decrypt(Buffer.from(sealed, 'base64'), `access ${place}`)));
  return { ...(isPlain ? { insecure: true } : {}), ...readAuthorization(authorization) };
}

/** `Basic` or `Bearer` of RFC 9110; anything else is none. */
function readAuthorization(field: string): Partial<RegistryOptions> {
  const [, scheme = '', value = ''] = /^(Basic|Bearer) +([\w.~+/=-]+)$/i.exec(field.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { registryToken: value };
  if (scheme.toLowerCase() !== 'basic') return {};
  const [username = '', ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return { credentials: { username, password: rest.join(':') } };
}

export function isAuthorization(field: string): boolean {
  return field === '' || Object.keys(readAuthorization(field)).length > 0;
}
