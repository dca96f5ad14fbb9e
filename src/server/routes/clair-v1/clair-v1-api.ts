import { type PeerApi } from '../../http/route.ts';
import { identifyClairClient } from '../../peer/clair-identity.ts';

/** How Clair 1 and 2 tell what is wrong. */
export const clairV1Api: PeerApi = {
  problem: ({ message }) => ({ type: 'application/json;charset=utf-8', body: JSON.stringify({ Error: { Message: message } }) }),
  identify: identifyClairClient,
};
