import { createHmac } from 'node:crypto';
import { type ServerContext } from '../server-context.ts';
import { signedUuid } from './signed-uuid.ts';

/** How Clair’s clients are told of an event. */
export interface ClairNotification {
  readonly id: string;
  /** Where they fetch it; absent where it is not known how they reach this server. */
  readonly callback?: string;
  /** Signed with the pre-shared key, where there is one. */
  readonly token?: string;
}

export const notificationPurpose = 'clair notification';
/** Validity of the token: seconds. */
const tokenSeconds = 60;

export function clairNotification(
  eventId: number,
  { keys, settings, runtime }: Pick<ServerContext, 'keys' | 'settings' | 'runtime'>,
): ClairNotification {
  const id = signedUuid(keys, eventId, notificationPurpose);
  const { publicUrl, peers } = settings;
  const key = peers?.clair.key;
  return {
    id,
    ...(publicUrl === undefined ? {} : { callback: `${publicUrl.replace(/\/$/, '')}/notifier/api/v1/notification/${id}` }),
    ...(key === undefined ? {} : { token: signToken(key, runtime.now()) }),
  };
}

/** As Clair signs what it sends: RFC 7519 with HS256, by the issuer of its own services. */
function signToken(key: Buffer, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'HS256' })}.${encode({ iss: 'clair-intraservice', iat: seconds, nbf: seconds - tokenSeconds, exp: seconds + tokenSeconds })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
