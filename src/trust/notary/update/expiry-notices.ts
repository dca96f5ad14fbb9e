import { type TrustedRepository } from '../../tuf/trusted-repository.ts';

/** How long before its end something is told to end: days; and from when on it is urgent. */
const expiryWarningDays = 180;
const expiryUrgentDays = 30;

/** When one thing of a repository stops being valid. */
export interface Expiry {
  /** `root`, `targets/releases`, or `certificate of root key …`. */
  readonly what: string;
  readonly expires: Date;
}

/** Of metadata and of the certificates of root keys, which are two things: the sooner one counts. */
function listExpiries({ root, snapshot, timestamp, targets }: TrustedRepository): readonly Expiry[] {
  const { keys, roles } = root.content;
  const certificates = roles.root.keyIds.flatMap((id) => {
    const [leaf] = keys.get(id)?.certificates ?? [];
    return leaf === undefined ? [] : [{ what: `certificate of root key ${id.slice(0, 12)}`, expires: leaf.notAfter }];
  });
  const files = [root, ...[...targets.values()].map(({ file }) => file), snapshot, timestamp];
  return [...files.map(({ role, content }) => ({ what: role, expires: content.expires })), ...certificates];
}

/** One line for each thing that ends soon. The timestamp always does: the server signs it anew. */
export function expiryNotices(repository: TrustedRepository, now: Date): readonly string[] {
  return listExpiries(repository).flatMap(({ what, expires }) => {
    const days = Math.floor((expires.getTime() - now.getTime()) / dayMs);
    if (what === 'timestamp' || days >= expiryWarningDays) return [];
    const urgency = days < expiryUrgentDays ? 'expires very soon' : 'expires soon';
    return [`${what} of ${repository.gun} ${urgency}: on ${expires.toISOString().slice(0, 10)}, in ${days} days`];
  });
}

const dayMs = 86_400_000;
