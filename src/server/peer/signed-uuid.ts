import { type ServerKeys } from '../auth/secrets.ts';

/** Ids of Clair's notifications are UUIDs. Ours (RFC 9562, version 8) carry the number of what they are about and a signature, so that nothing has to be stored for them and nobody can guess one. */
export function signedUuid(keys: ServerKeys, number: number, purpose: string): string {
  const hex = number.toString(16).padStart(12, '0');
  const signature = Buffer.from(keys.sign(`${purpose} ${number}`), 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${signature.slice(0, 3)}-8${signature.slice(3, 6)}-${signature.slice(6, 18)}`;
}

/** The number in a UUID of ours; `undefined` for any other. */
export function readSignedUuid(keys: ServerKeys, uuid: string, purpose: string): number | undefined {
  const hex = /^([0-9a-f]{8})-([0-9a-f]{4})-8/i.exec(uuid);
  if (hex === null) return undefined;
  const number = Number.parseInt(`${hex[1]}${hex[2]}`, 16);
  return signedUuid(keys, number, purpose) === uuid.toLowerCase() ? number : undefined;
}
