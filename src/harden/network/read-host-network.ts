import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type Issue, makeIssue } from '../../model/issue.ts';
import { containerReaches } from './container-reaches.ts';
import { type NetworkMember, type NetworkSegment, type NetworkView, type Publication } from './network-view.ts';

/** What an engine says of its networks and running containers: Docker Engine API, NetworkList and ContainerInspect. */
export interface HostNetworkFacts {
  readonly host: string;
  /** `undefined`: the engine did not tell, and `issues` says why. */
  readonly networks: unknown;
  readonly containers: readonly unknown[];
  /** Swarm services, on a manager. */
  readonly services: unknown;
  readonly issues: readonly Issue[];
}

/** Who reaches whom among the running containers of a host. */
export function readHostNetwork({ host, networks, containers, services, issues }: HostNetworkFacts): NetworkView {
  const described = containers.filter(isJsonObject);
  const ports = swarmPorts(services);
  const names = new Map(described.map((container) => [textIn(container, 'Id') ?? '', nameOf(container)]));
  const members = described.map((container) => readMember(container, names, ports));
  const segments = readSegments(networks, members);
  const unknown = members.flatMap(({ segments: own }) => own).filter((name) => !segments.some((segment) => segment.name === name));
  return {
    subject: host,
    source: 'host',
    segments: [...segments, ...[...new Set(unknown)].map(unknownSegment)],
    members,
    reaches: containerReaches(members, [...segments, ...[...new Set(unknown)].map(unknownSegment)]),
    issues: [...issues, ...[...new Set(unknown)].map(undescribed)],
  };
}

function undescribed(name: string): Issue {
  return makeIssue('NETWORK_UNDECIDED', 'network', `the engine does not describe network ${name}; it is taken for one with a way out`);
}

function unknownSegment(name: string): NetworkSegment {
  return { name, driver: 'bridge', isInternal: false, isExternal: false, isIsolating: false, isAttachable: false };
}

/** Networks with somebody on them. */
function readSegments(networks: unknown, members: readonly NetworkMember[]): readonly NetworkSegment[] {
  const used = new Set(members.flatMap(({ segments }) => segments));
  return (Array.isArray(networks) ? networks : []).filter(isJsonObject).flatMap((network) => {
    const name = textIn(network, 'Name') ?? '';
    const driver = textIn(network, 'Driver') ?? 'bridge';
    if (!used.has(name)) return [];
    const options = field(network, 'Options');
    const option = (key: string): string | undefined => (isJsonObject(options) ? textIn(options, key) : undefined);
    const isEncrypted = isJsonObject(options) && Object.hasOwn(options, 'encrypted') && option('encrypted') !== 'false';
    return [
      {
        name,
        driver,
        isInternal: field(network, 'Internal') === true,
        isExternal: false,
        ...(driver === 'overlay' ? { isEncrypted } : {}),
        isIsolating: option('com.docker.network.bridge.enable_icc') === 'false',
        isAttachable: field(network, 'Attachable') === true,
      },
    ];
  });
}

function readMember(
  container: JsonObject,
  names: ReadonlyMap<string, string>,
  ports: ReadonlyMap<string, readonly Publication[]>,
): NetworkMember {
  const settings = objectIn(container, 'NetworkSettings');
  const hostConfig = objectIn(container, 'HostConfig');
  const mode = textIn(hostConfig, 'NetworkMode') ?? '';
  const [, sharedId] = /^container:(.+)$/.exec(mode) ?? [];
  const attached = objectIn(settings, 'Networks');
  const service = textIn(objectIn(objectIn(container, 'Config'), 'Labels'), 'com.docker.swarm.service.name');
  const isOnHost = mode === 'host' || Object.keys(attached).includes('host');
  return {
    name: nameOf(container),
    segments: isOnHost ? [] : Object.keys(attached).filter((name) => name !== 'none' && name !== ''),
    isOnHost,
    ...(sharedId === undefined ? {} : { sharedWith: names.get(sharedId) ?? sharedId }),
    published: [...publications(objectIn(settings, 'Ports')), ...(ports.get(service ?? '') ?? [])],
    links: linksOf(hostConfig),
  };
}

/** `{"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}`; a port with null is not published. */
function publications(ports: JsonObject): readonly Publication[] {
  return Object.entries(ports).flatMap(([port, bindings]) =>
    (Array.isArray(bindings) ? bindings : []).filter(isJsonObject).map((binding) => {
      const [address, hostPort] = [textIn(binding, 'HostIp'), textIn(binding, 'HostPort')];
      const isEverywhere = address === undefined || address === '0.0.0.0' || address === '::';
      return { ...(hostPort === undefined ? {} : { hostPort }), ...(isEverywhere ? {} : { address }), port };
    }),
  );
}

/** `/db:/web/database`: the container, and what it is called where. */
function linksOf(hostConfig: JsonObject): readonly string[] {
  const links = field(hostConfig, 'Links');
  return (Array.isArray(links) ? links : []).flatMap((link) =>
    typeof link === 'string' ? [link.split(':', 1)[0]!.replace(/^\//, '')] : [],
  );
}

/** Ports that every node of a swarm has open for a service, by its name. */
function swarmPorts(services: unknown): ReadonlyMap<string, readonly Publication[]> {
  return new Map(
    (Array.isArray(services) ? services : []).filter(isJsonObject).map((service) => {
      const ports = field(objectIn(service, 'Endpoint'), 'Ports');
      const published = (Array.isArray(ports) ? ports : []).filter(isJsonObject).map((port) => ({
        hostPort: numberIn(port, 'PublishedPort'),
        port: `${numberIn(port, 'TargetPort')}/${textIn(port, 'Protocol') ?? 'tcp'}`,
      }));
      return [textIn(objectIn(service, 'Spec'), 'Name') ?? '', published];
    }),
  );
}

function nameOf(container: JsonObject): string {
  return textIn(container, 'Name')?.replace(/^\//, '') ?? textIn(container, 'Id')?.slice(0, 12) ?? '';
}

function objectIn(object: JsonObject, key: string): JsonObject {
  const value = field(object, key);
  return isJsonObject(value) ? value : {};
}

function textIn(object: JsonObject, key: string): string | undefined {
  const value = field(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberIn(object: JsonObject, key: string): string {
  const value = field(object, key);
  return typeof value === 'number' ? String(value) : '';
}
