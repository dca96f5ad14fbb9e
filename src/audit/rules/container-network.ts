import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type AuditRule } from '../audit-rule.ts';
import { said, type ContainerFacts } from '../facts/container-facts.ts';
import { containerRule } from './container-rule.ts';
import { textOf } from '../facts/text-of.ts';

/** How a container can be reached. */
export const containerNetwork: readonly AuditRule[] = [
  containerRule({
    id: '5.8',
    title: 'No port below 1024 of the host is published',
    severity: 'low',
    rationale: 'Those are the ports of the host’s own services, which only root may open.',
    remediation: 'Publish another port, or put a proxy in front.',
    faults: (container) =>
      publishedPorts(container)
        .filter(({ hostPort }) => hostPort < 1024)
        .map(({ port, hostPort }) => `publishes ${port} as ${hostPort}`),
  }),
  containerRule({
    id: '5.9',
    title: 'Only ports that are needed are published',
    severity: 'low',
    isManual: true,
    rationale: 'Each open port is a way in; EXPOSE with -P opens all that the image names.',
    remediation: 'Check the list, and publish only what others outside the host need.',
    faults(container) {
      const ports = [...new Set(publishedPorts(container).map(({ port }) => port))];
      return ports.length === 0 ? undefined : `publishes ${ports.join(', ')}`;
    },
  }),
  containerRule({
    id: '5.14',
    title: 'Published ports are bound to one address of the host',
    severity: 'medium',
    rationale: 'Without an address a port is open on every network the host is in, past most firewalls’ rules.',
    remediation: 'Name the address.',
    command: 'docker run -p 127.0.0.1:8080:80 …',
    faults: (container) =>
      publishedPorts(container)
        .filter(({ address }) => address === '' || address === '0.0.0.0' || address === '::')
        .map(({ port, hostPort, address }) => `publishes ${port} on ${address === '' ? 'every address' : address}:${hostPort}`),
  }),
  containerRule({
    id: '5.30',
    title: 'Containers are not on the default bridge',
    severity: 'medium',
    isManual: true,
    rationale: 'On the default bridge all containers reach each other; on one of their own only those that belong together do.',
    remediation: 'Make a network for containers that belong together.',
    command: 'docker network create NAME',
    faults(container) {
      const networks = said(container, 'NetworkSettings.Networks');
      return isJsonObject(networks) && field(networks, 'bridge') !== undefined ? 'is on the default bridge' : undefined;
    },
  }),
];

interface PublishedPort {
  /** `80/tcp` */
  readonly port: string;
  readonly address: string;
  readonly hostPort: number;
}

/** Docker Engine API, PortMap: a port that is only exposed has no bindings. */
function publishedPorts(container: ContainerFacts): readonly PublishedPort[] {
  const ports = said(container, 'NetworkSettings.Ports');
  if (!isJsonObject(ports)) return [];
  return Object.entries(ports).flatMap(([port, bindings]) =>
    (Array.isArray(bindings) ? bindings : []).filter(isJsonObject).map((binding: JsonObject) => ({
      port,
      address: textOf(field(binding, 'HostIp')),
      hostPort: Number(field(binding, 'HostPort') ?? 0),
    })),
  );
}
