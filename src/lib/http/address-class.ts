import { BlockList, isIP } from 'node:net';

/** `forbidden`: link-local, cloud metadata services, multicast and reserved; no server has a reason to send a client there. */
export type AddressClass = 'public' | 'private' | 'loopback' | 'forbidden';

/** The kind of network that an IP address belongs to, by IANA's special-purpose registries (RFC 6890). */
export function classifyAddress(address: string): AddressClass {
  const [bare = ''] = address.replace(/^\[|\]$/g, '').split('%');
  const version = isIP(bare);
  if (version === 0) return 'forbidden';
  const embedded = version === 6 ? findEmbeddedIpv4(bare) : undefined;
  if (embedded !== undefined) return classifyAddress(embedded);
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return blockLists.find(([, list]) => list.check(bare, family))?.[0] ?? 'public';
}

/** The class of the host in a URL: of an address, or of a name with a fixed meaning; `undefined` when only DNS can tell. */
export function classifyHost(hostname: string): AddressClass | undefined {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (isIP(host) !== 0) return classifyAddress(host);
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  return metadataNames.has(host) ? 'forbidden' : undefined;
}

/** The classes that a server of one class may send a client to: never further inwards than it is itself. */
export function reachableFrom(home: AddressClass): ReadonlySet<AddressClass> {
  return reachable[home];
}

/** For hosts that a stranger named. */
export const publicAddresses: ReadonlySet<AddressClass> = new Set(['public']);
/** For hosts that a stranger named, where this network may be used: metadata services of clouds are never what somebody meant. */
export const usableAddresses: ReadonlySet<AddressClass> = new Set(['public', 'private', 'loopback']);

/** The reason for an error: `private address; only public addresses are allowed`. */
export function refusalOf(found: AddressClass, allowed: ReadonlySet<AddressClass>): string {
  const words = [...allowed].map((each) => classWords[each]);
  return `${classWords[found]} address; only ${words.join(', ').replace(/, (\w+)$/, ' and $1')} addresses are allowed`;
}

const classWords: Readonly<Record<AddressClass, string>> = {
  public: 'public',
  private: 'private',
  loopback: 'loopback',
  forbidden: 'link-local or reserved',
};

const reachable: Readonly<Record<AddressClass, ReadonlySet<AddressClass>>> = {
  public: new Set(['public']),
  private: new Set(['public', 'private']),
  loopback: new Set(['public', 'private', 'loopback']),
  forbidden: new Set(['public']),
};

const metadataNames: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
]);

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', prefix = ''] = subnet.split('/');
    list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

const blockLists: readonly (readonly [AddressClass, BlockList])[] = [
  ['loopback', blockList(['127.0.0.0/8', '::1/128'])],
  // fd00:ec2::254 is Amazon's metadata service over IPv6, 100.100.100.200 Alibaba's, 168.63.129.16 Azure's.
  [
    'forbidden',
    blockList([
      '0.0.0.0/8',
      '100.100.100.200/32',
      '168.63.129.16/32',
      '169.254.0.0/16',
      '192.0.0.0/24',
      '192.0.2.0/24',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '224.0.0.0/3',
      '::/128',
      '100::/64',
      '2001:db8::/32',
      'fd00:ec2::254/128',
      'fe80::/10',
      'ff00::/8',
    ]),
  ],
  ['private', blockList(['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', '198.18.0.0/15', 'fc00::/7', 'fec0::/10'])],
];

/** IPv4 inside IPv6: mapped (RFC 4291), compatible, translated (RFC 6052), 6to4 (RFC 3056). */
function findEmbeddedIpv4(address: string): string | undefined {
  const groups = expandIpv6(address);
  const head = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  const tail = groups.slice(6);
  if (head === '0:0:0:0:0:ffff' || head === '64:ff9b:0:0:0:0' || head === '0:0:0:0:ffff:0') return toIpv4(tail);
  if (head === '0:0:0:0:0:0' && (tail[0] ?? 0) !== 0) return toIpv4(tail);
  return groups[0] === 0x2002 ? toIpv4(groups.slice(1, 3)) : undefined;
}

/** URL writes every valid form of an IPv6 address in the same way, with hexadecimal groups only. */
function expandIpv6(address: string): readonly number[] {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [before = '', after] = canonical.split('::');
  const left = before === '' ? [] : before.split(':');
  const right = after === undefined || after === '' ? [] : after.split(':');
  const middle = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].map((group) => Number.parseInt(group, 16));
}

function toIpv4([high = 0, low = 0]: readonly number[]): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}
