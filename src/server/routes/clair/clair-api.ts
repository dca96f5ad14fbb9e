import { type PeerApi } from '../../http/route.ts';
import { identifyClairClient } from '../../peer/clair-identity.ts';

/** How Clair 4 tells what is wrong. */
export const clairApi: PeerApi = {
  problem: ({ status, message }) => ({
    type: 'application/vnd.clair.error.v1+json',
    body: JSON.stringify({ code: codes.get(status) ?? (status < 500 ? 'bad-request' : 'internal-error'), message }),
  }),
  identify: identifyClairClient,
};

const codes: ReadonlyMap<number, string> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [415, 'unsupported-media-type'],
  [429, 'too-many-requests'],
]);
