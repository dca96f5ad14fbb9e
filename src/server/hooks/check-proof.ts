import { createHmac } from 'node:crypto';
import { isSameSecret } from '../auth/secrets.ts';
import { type HookProof } from './hook-format.ts';

export interface ReceivedHook {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The last part of the address, where it has one. */
  readonly pathSecret: string | undefined;
}

/** Whether a message knows the secret. Compared in constant time, and an HMAC over the bytes as they came. */
export function checkProof(proof: HookProof, secret: string, { bytes, headers, pathSecret }: ReceivedHook): boolean {
  if (proof.kind === 'path') return pathSecret !== undefined && isSameSecret(pathSecret, secret);
  const given = headers[proof.name];
  if (typeof given !== 'string') return false;
  const { prefix = '' } = proof;
  if (proof.kind === 'header') return isSameSecret(given, `${prefix}${secret}`);
  return isSameSecret(given, `${prefix}${createHmac(proof.algorithm, secret).update(bytes).digest('hex')}`);
}
