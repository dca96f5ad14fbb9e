import { type NetworkSegment, type NetworkView } from '../network/network-view.ts';

/** Services that keep data and ask nobody. */
const stores =
  /(?:^|\/)(?:postgres(?:ql)?|mysql|mariadb|redis|valkey|memcached|mongo(?:db)?|rabbitmq|elasticsearch|opensearch|cassandra|etcd|minio)(?:[:@]|$)/;

/** Networks that can be internal: nobody publishes a port through them alone, and whoever may need a way out keeps another. */
export function findInternalNetworks(view: NetworkView, images: ReadonlyMap<string, string>): readonly { readonly name: string; readonly reason: string }[] {
  const open = new Set(view.segments.filter(({ isInternal }) => !isInternal).map(({ name }) => name));
  const found: { name: string; reason: string }[] = [];
  for (const segment of view.segments) {
    if (!mayBecome(segment)) continue;
    const members = view.members.filter(({ segments }) => segments.includes(segment.name));
    const isClosable = members.every((member) => {
      const hasOther = member.segments.some((name) => name !== segment.name && open.has(name));
      return hasOther || (member.published.length === 0 && stores.test(images.get(member.name) ?? ''));
    });
    if (!isClosable || members.length === 0) continue;
    open.delete(segment.name);
    const stay = members.filter((member) => !member.segments.some((name) => open.has(name))).map(({ name }) => name);
    found.push({ name: segment.name, reason: stay.length === 0 ? 'every service on it has another way out' : `${stay.join(', ')} needs no way out` });
  }
  return found;
} // prettier-ignore

function mayBecome({ isInternal, isExternal, driver }: NetworkSegment): boolean {
  return !isInternal && !isExternal && (driver === 'bridge' || driver === 'overlay');
}
