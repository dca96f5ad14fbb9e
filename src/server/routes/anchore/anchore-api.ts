import { RawAnswer, type PeerApi } from '../../http/route.ts';

/** How Anchore Engine tells what is wrong. Its clients send `Basic`, with one of our tokens as the password. */
export const anchoreApi: PeerApi = {
  problem: ({ status, message, errors }) => ({
    type: 'application/json',
    body: JSON.stringify({
      message,
      httpcode: status,
      detail: errors.length === 0 ? {} : { error_codes: errors.map(({ field, rule }) => `${field} ${rule}`) },
    }),
  }),
};

export const tag = 'anchore';

export function jsonAnswer(body: unknown): RawAnswer {
  return new RawAnswer(200, { 'content-type': 'application/json' }, JSON.stringify(body));
}
