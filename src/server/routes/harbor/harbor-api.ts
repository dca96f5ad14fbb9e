import { authenticateToken } from '../../auth/authenticate.ts';
import { Problem } from '../../http/problem.ts';
import { type PeerApi } from '../../http/route.ts';

/** How a scanner tells Harbor what is wrong, and who Harbor is: it sends `Basic` or `Bearer` with one of our tokens, or the token alone as an API key. */
export const harborApi: PeerApi = {
  problem: ({ message }) => ({
    type: 'application/vnd.scanner.adapter.error+json; version=1.0',
    body: JSON.stringify({ error: { message } }),
  }),
  identify: async ({ headers }, { db, runtime }) => {
    const key = headers['x-scanneradapter-api-key'];
    if (typeof key !== 'string' || key === '') return undefined;
    const caller = await authenticateToken(db, `Bearer ${key}`, runtime.now());
    if (caller === undefined) throw new Problem(401, 'the API key is not valid, has expired or was revoked');
    return caller;
  },
};

export const tag = 'harbor';
