import { findRetirement } from './retirements.ts';

/** What to do when a Notary server does not answer whose operator shuts it down; `undefined` for other servers. `server` is a URL. */
export function explainRetirement(server: string, now: Date): string | undefined {
  const { host } = new URL(server);
  const retirement = findRetirement(host);
  if (retirement === undefined) return undefined;
  const { operator, endsAt } = retirement;
  const day = endsAt.toISOString().slice(0, 10);
  if (now < endsAt)
    return `${operator} shuts down ${host} on ${day}. Try again soon: export with pratique trust migrate export while it answers, then sign again with pratique trust migrate apply`;
  return `${operator} shut down ${host} on ${day}, so its signatures can no longer be read. Use an archive of pratique trust migrate export (--from), or sign the digests that you know: pratique trust sign --server registry, or pratique sign`;
}
