import { hostItself, isLoopback, type NetworkMember, type NetworkSegment, outside, type Publication, type Reach } from './network-view.ts';
import { ReachTable } from './reach-table.ts';

/**
 * Who reaches whom among containers on Docker's networks: docs.docker.com, Networking. Members of a network reach each other on every port; a published
 * port is open to other machines unless it is bound to a loopback address; an internal network has no way out and no published ports; what uses the
 * host's network reaches every container of this host.
 */
export function containerReaches(members: readonly NetworkMember[], segments: readonly NetworkSegment[]): readonly Reach[] {
  const table = new ReachTable();
  const byName = new Map(segments.map((segment) => [segment.name, segment]));
  const placed = members.map((member) => placeOf(member, members, byName));
  for (const { member, isOnHost, networks, published } of placed) {
    if (isOnHost) {
      table.add(outside, member.name, 'the host’s network');
      table.add(member.name, outside, 'the host’s network');
      table.add(hostItself, member.name, 'the host’s network');
    }
    const open = networks.filter(({ isInternal }) => !isInternal);
    if (open.length > 0)
      for (const port of published) table.add(isLoopback(port.address) ? hostItself : outside, member.name, describePublication(port), portsOf(port)); // prettier-ignore
    for (const { name, driver } of open) {
      table.add(member.name, outside, `network ${name}`);
      if (isFlat(driver)) table.add(outside, member.name, `network ${name} (${driver})`);
    }
  }
  for (const from of placed) for (const to of placed) if (from !== to) addPair(table, from, to);
  return table.reaches();
}

interface Placed {
  readonly member: NetworkMember;
  readonly isOnHost: boolean;
  readonly networks: readonly NetworkSegment[];
  readonly published: readonly Publication[];
}

/** Of a member that uses another's network, what the other has. */
function placeOf(member: NetworkMember, members: readonly NetworkMember[], segments: ReadonlyMap<string, NetworkSegment>): Placed {
  const passed = new Set<string>();
  let at = member;
  while (at.sharedWith !== undefined && !passed.has(at.name)) {
    passed.add(at.name);
    const other = members.find(({ name }) => name === at.sharedWith);
    if (other === undefined) break;
    at = other;
  }
  return {
    member,
    isOnHost: at.isOnHost,
    networks: at.segments.flatMap((name) => segments.get(name) ?? []),
    published: at === member ? member.published : [...member.published, ...at.published],
  };
}

function addPair(table: ReachTable, from: Placed, to: Placed): void {
  const [source, target] = [from.member.name, to.member.name];
  if (from.member.sharedWith === target || to.member.sharedWith === source) table.add(source, target, 'a shared network namespace');
  for (const segment of from.networks) {
    if (!to.networks.includes(segment)) continue;
    if (!segment.isIsolating) table.add(source, target, `network ${segment.name}`);
    else if (from.member.links.includes(target)) table.add(source, target, `a link on network ${segment.name}`);
  }
  const hasWayToHost = from.networks.some(({ isInternal }) => !isInternal);
  if (from.isOnHost && (to.isOnHost || to.networks.some(({ driver }) => driver !== 'overlay')))
    table.add(source, target, 'the host’s network');
  else if (to.isOnHost && hasWayToHost) table.add(source, target, 'the host’s network');
  else if (from.isOnHost || hasWayToHost) addPublished(table, from, to);
}

/** What is open on all interfaces of the host is open to its containers as well; they do not reach the host's loopback. */
function addPublished(table: ReachTable, { member, isOnHost }: Placed, to: Placed): void {
  if (!to.networks.some(({ isInternal }) => !isInternal)) return;
  for (const port of to.published)
    if (isOnHost || !isLoopback(port.address)) table.add(member.name, to.member.name, describePublication(port), portsOf(port));
}

/** The container has an address of its own on the network of the host. */
function isFlat(driver: string): boolean {
  return driver === 'macvlan' || driver === 'ipvlan';
}

function portsOf({ port }: Publication): readonly string[] {
  return port === undefined ? [] : [port];
}

function describePublication({ hostPort, address }: Publication): string {
  const place = address === undefined ? '' : ` on ${address}`;
  return hostPort === undefined ? `a published port${place}` : `published port ${hostPort}${place}`;
}
