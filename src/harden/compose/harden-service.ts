import { type Container } from '../../check/container/container.ts';
import { type FileTree } from '../../model/file-tree.ts';
import { type ImageConfig } from '../../model/image.ts';
import { capabilityName } from '../../model/linux-capabilities.ts';
import { type NetworkMember } from '../network/network-view.ts';
import { type Account, isRoot, readAccounts } from './accounts.ts';
import { capabilityNeeds, type CapabilityNeed, isInterpreter, opaquePrograms } from './capability-needs.ts';
import { type HardenedService, type HardenedSetting } from './hardened-service.ts';
import { findHealthTest } from './health-test.ts';
import { type ServiceStart } from './service-start.ts';
import { findStartup, type Startup } from './started-programs.ts';
import { findWritableFolders } from './writable-folders.ts';

/** An image with its files; the files that {@link findStartup} names are at hand. */
export interface ServiceImage {
  readonly name: string;
  readonly digest?: string;
  readonly config: ImageConfig;
  readonly tree: FileTree;
}

/** What the image cannot tell: bounds that fit the machine. */
export interface HardenLimits {
  readonly memory: string;
  readonly cpus: string;
  readonly processes: number;
}

/** One service of a Compose file: how it is started, and what it has already. */
export interface ServiceFacts {
  readonly container: Container;
  readonly start: ServiceStart;
  readonly network: NetworkMember;
}

/** What a service can be kept from, by what its image needs. What the file says already is left as it is. */
export function hardenService({ container, start, network }: ServiceFacts, image: ServiceImage, limits: HardenLimits): HardenedService {
  const { tree, config } = image;
  const accounts = readAccounts(Buffer.from(readFile(tree, 'etc/passwd') ?? []).toString('utf8'));
  const startup = findStartup(tree, start.command ?? [...(start.entrypoint ?? config.entrypoint), ...config.cmd], config.env);
  const user = container.user?.value ?? config.user;
  const asRoot = isRoot(user, accounts) ?? false;
  const ports = portsOf(network, config);
  const needs = [...(asRoot ? capabilityNeeds(startup) : []), ...fileCapabilityNeeds(tree, startup), ...portNeeds(ports)];
  const opaque = asRoot ? opaquePrograms(startup) : [];
  const mayChangeUser = asRoot && needs.every(({ capability }) => capability === 'NET_BIND_SERVICE') && opaque.length === 0;
  const account = mayChangeUser ? chooseUser(container, config, accounts, start.volumes) : undefined;
  const named = startup.programs.map(({ name }) => name).filter((name) => !isInterpreter(name));
  const writable = findWritableFolders(tree, named, [...start.volumes.map(({ target }) => target), ...config.volumes]);
  const health = findHealthTest(tree, startup.programs.map(({ name }) => name), ports[0]); // prettier-ignore
  const setuid = startup.programs.filter(({ entry }) => (entry.mode & 0o6000) !== 0).map(({ name }) => name);
  const settings: HardenedSetting[] = [
    ...(account === undefined ? [] : [{ key: 'user', ...text(`"${account.id}"`), reason: account.reason }]),
    ...capabilitySettings(container, needs),
    ...(setuid.length > 0 || container.noNewPrivileges?.value === true
      ? []
      : [{ key: 'security_opt', ...list([{ text: 'no-new-privileges:true' }]), reason: 'setuid programs give no rights; nothing that it starts needs one' }]),
    ...(container.isRootReadOnly
      ? []
      : [
          { key: 'read_only', ...text('true'), reason: 'what breaks in cannot change programs' },
          { key: 'tmpfs', ...list(writable.folders.map(({ path, reason }) => ({ text: `${path}:size=64m,mode=1777`, reason }))) },
        ]),
    ...limitSettings(container, limits),
    ...(config.hasHealthcheck || start.hasHealthcheck || health === undefined
      ? []
      : [{ key: 'healthcheck', ...map([{ key: 'test', value: JSON.stringify(health.test) }, { key: 'interval', value: '30s' }, { key: 'timeout', value: '5s' }, { key: 'retries', value: '3' }]), reason: health.reason }]),
  ]; // prettier-ignore
  return {
    name: container.name,
    image: image.digest === undefined ? image.name : `${image.name} (${image.digest})`,
    settings,
    notes: [
      ...opaque.map((name) => `${name} is a static program, or could not be read: add capabilities if its log says "Operation not permitted"`),
      ...setuid.map((name) => `no-new-privileges is left out: it starts ${name}, which is setuid`),
      ...writable.filled.map((path) => `${path} has files of the image: give it a volume if the service writes there`),
      ...(start.hasHealthcheck || config.hasHealthcheck || health !== undefined ? [] : ['no health check: the image has no program that could ask the service']),
      ...(asRoot && account === undefined ? [`it starts as root: ${whyRoot(needs, opaque, start)}`] : []),
    ],
  }; // prettier-ignore
}

const text = (value: string): { readonly value: HardenedSetting['value'] } => ({ value: { kind: 'text', text: value } });
const list = (items: readonly { readonly text: string; readonly reason?: string }[]): { readonly value: HardenedSetting['value'] } => ({ value: { kind: 'list', items } }); // prettier-ignore
const map = (members: readonly { readonly key: string; readonly value: string }[]): { readonly value: HardenedSetting['value'] } => ({ value: { kind: 'map', members } }); // prettier-ignore

/** Capabilities that the file adds stay: somebody decided that. */
function capabilitySettings(container: Container, needs: readonly CapabilityNeed[]): readonly HardenedSetting[] {
  const dropped = container.droppedCapabilities.map(({ value }) => capabilityName(value));
  const added = new Set(container.addedCapabilities.map(({ value }) => capabilityName(value)));
  const missing = needs.filter(({ capability }) => !added.has(capability) && !added.has('ALL'));
  return [
    ...(dropped.includes('ALL')
      ? []
      : [{ key: 'cap_drop', ...list([{ text: 'ALL' }]), reason: 'parts of root’s rights that the service does not use' }]),
    ...(missing.length === 0 ? [] : [{ key: 'cap_add', ...list(missing.map(({ capability, reason }) => ({ text: capability, reason }))) }]),
  ];
}

/** A program whose file has capabilities does not start where they are dropped; capabilities(7), "Safety checking". */
function fileCapabilityNeeds(tree: FileTree, { programs }: Startup): readonly CapabilityNeed[] {
  const paths = new Map(programs.map(({ entry, name }) => [entry.path, name]));
  return [...tree.facts('file-capabilities')].flatMap(({ entry, value }) => {
    const name = paths.get(entry.path);
    const { permitted = [] } = value as { readonly permitted?: readonly string[] };
    return name === undefined ? [] : permitted.map((capability) => ({ capability, reason: `the file ${name} has this capability, and does not start without` }));
  }); // prettier-ignore
}

function portNeeds(ports: readonly number[]): readonly CapabilityNeed[] {
  const low = ports.find((port) => port < 1024);
  return low === undefined ? [] : [{ capability: 'NET_BIND_SERVICE', reason: `it listens on port ${low}` }];
}

/** Ports inside the container: those that are published, else those that the image exposes. */
function portsOf({ published }: NetworkMember, { exposedPorts }: ImageConfig): readonly number[] {
  const texts = published.length > 0 ? published.map(({ port }) => port ?? '') : exposedPorts;
  return texts.filter((port) => !/\/(?:udp|sctp)$/.test(port)).map((port) => Number.parseInt(port, 10)).filter((port) => port > 0); // prettier-ignore
}

function limitSettings(container: Container, limits: HardenLimits): readonly HardenedSetting[] {
  return [
    ...(container.hasProcessLimit ? [] : [{ key: 'pids_limit', ...text(String(limits.processes)), reason: 'a fork bomb ends here' }]),
    ...(container.hasMemoryLimit ? [] : [{ key: 'mem_limit', ...text(limits.memory), reason: 'an assumption: measure it under load, and set what it needs' }]),
    ...(container.hasCpuLimit ? [] : [{ key: 'cpus', ...text(`"${limits.cpus}"`), reason: 'an assumption: measure it under load, and set what it needs' }]),
  ]; // prettier-ignore
}

/** An account of the image for people, else a number that neither image nor host has. Files that only root can read, and volumes, speak against it. */
function chooseUser(
  { devices, hostNamespaces }: Container,
  { volumes }: ImageConfig,
  accounts: readonly Account[],
  mounts: ServiceStart['volumes'],
): { readonly id: string; readonly reason: string } | undefined {
  const hasWritableMount = mounts.some(({ isReadOnly }) => !isReadOnly);
  if (hasWritableMount || volumes.length > 0 || devices.length > 0 || hostNamespaces.some(({ value }) => value !== 'network'))
    return undefined;
  const account = accounts.find(({ userId }) => userId >= 1000 && userId < 60_000);
  if (account === undefined) return { id: '10001:10001', reason: 'nothing that it starts needs root' };
  return {
    id: `${account.userId}:${account.groupId}`,
    reason: `nothing that it starts needs root; the image has the user ${account.name}`,
  };
}

function whyRoot(needs: readonly CapabilityNeed[], opaque: readonly string[], { volumes }: ServiceStart): string {
  if (needs.some(({ capability }) => capability !== 'NET_BIND_SERVICE')) return 'it changes to another user by itself';
  if (opaque.length > 0) return `what ${opaque[0]!} does is not known`;
  return volumes.some(({ isReadOnly }) => !isReadOnly)
    ? 'its volumes may belong to root'
    : 'its image has volumes, or the file gives it parts of the host';
}

function readFile(tree: FileTree, path: string): Uint8Array | undefined {
  const entry = tree.get(path);
  return entry === undefined ? undefined : tree.read(entry);
}
