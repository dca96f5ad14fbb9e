import { type TargetsRole } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type MetadataRemote } from '../remote/metadata-remote.ts';

/** Days before its expiry from which something is reported; from `urgent` on, in stronger words. */
const warningDays = { metadata: { soon: 180, urgent: 30 }, timestamp: { soon: 5, urgent: 2 } } as const;

/** When one part of a repository expires. */
export interface Expiry {
  /** `root`, `targets/releases`, or `certificate of root key …`. */
  readonly what: string;
  readonly expires: Date;
}

/** A Notary server signs timestamps itself; elsewhere the publisher must renew them. */
type TimestampKeeper = Pick<MetadataRemote, 'serverKeys'>;

/** Metadata and the certificates of root keys, which expire separately, earliest first. A timestamp that a server renews is left out. */
export function listExpiries(
  { root, snapshot, timestamp, targets }: TrustedRepository,
  { serverKeys }: TimestampKeeper,
): readonly Expiry[] {
  const { keys, roles } = root.content;
  const certificates = roles.root.keyIds.flatMap((id) => {
    const [leaf] = keys.get(id)?.certificates ?? [];
    return leaf === undefined ? [] : [{ what: `certificate of root key ${id.slice(0, 12)}`, expires: leaf.notAfter }];
  });
  const files = [root, ...[...targets.values()].map(({ file }) => file), snapshot, ...(serverKeys === undefined ? [timestamp] : [])];
  const all = [...files.map(({ role, content }) => ({ what: role, expires: content.expires })), ...certificates];
  return all.sort((one, other) => one.expires.getTime() - other.expires.getTime());
}

/** What expires first of the metadata that a tag in `role` depends on; other delegations do not matter for it. */
export function earliestExpiry(repository: TrustedRepository, role: TargetsRole, keeper: TimestampKeeper): Expiry {
  const targets = new Map([...repository.targets].filter(([name]) => name === 'targets' || name === role));
  return listExpiries({ ...repository, targets }, keeper)[0]!;
}

/** One line for each part that expires soon or has expired. A copy is renewed at its source. */
export function expiryNotices(
  repository: TrustedRepository,
  now: Date,
  { remote, isCopy }: { readonly remote: TimestampKeeper; readonly isCopy?: boolean },
): readonly string[] {
  return listExpiries(repository, remote).flatMap((expiry) => {
    const notice = describeExpiry(expiry, now);
    if (notice === undefined) return [];
    const renewal = `; renew it with pratique trust repo renew ${repository.gun}`;
    const advice = expiry.what !== 'timestamp' ? '' : isCopy === true ? `${renewal}, then copy it again with pratique copy` : renewal;
    return [`${expiry.what} of ${repository.gun} ${notice}${advice}`];
  });
}

/** `expires soon: on 2026-12-14, in 3 days`; `undefined` when there is time. */
export function describeExpiry({ what, expires }: Expiry, now: Date): string | undefined {
  const { soon, urgent } = what === 'timestamp' ? warningDays.timestamp : warningDays.metadata;
  const days = Math.floor((expires.getTime() - now.getTime()) / dayMs);
  const date = expires.toISOString().slice(0, 10);
  if (expires <= now) return `expired on ${date}`;
  if (days >= soon) return undefined;
  return `expires ${days < urgent ? 'very soon' : 'soon'}: on ${date}, ${days === 0 ? 'in less than a day' : days === 1 ? 'in 1 day' : `in ${days} days`}`;
}

const dayMs = 86_400_000;
