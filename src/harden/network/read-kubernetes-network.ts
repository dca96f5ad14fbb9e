import { type Manifest, readManifests } from '../../check/kubernetes/manifest.ts';
import { itemsOf, type LocatedYaml, memberOf, textOf } from '../../lib/yaml/located-yaml.ts';
import { type Issue, makeIssue } from '../../model/issue.ts';
import { type NetworkPolicy, type PolicyRule, readLabels, readPolicy, selects } from './kubernetes-policy.ts';
import { type NetworkMember, type NetworkView, outside, type Publication } from './network-view.ts';
import { ReachTable } from './reach-table.ts';

export interface ManifestFile {
  readonly path: string;
  readonly text: string;
}

/** Who reaches whom by Kubernetes manifests: pods reach each other unless a NetworkPolicy selects one of them; kubernetes.io, Network Policies. */
export function readKubernetesNetwork(subject: string, files: readonly ManifestFile[]): NetworkView {
  const read = files.map(({ path, text }) => readManifests(path, text));
  const cluster = new Cluster(read.flatMap(({ manifests }) => manifests));
  return {
    subject,
    source: 'kubernetes',
    segments: [{ name: 'pods', driver: 'pod network', isInternal: false, isExternal: false, isIsolating: false, isAttachable: false }],
    ...cluster.view(),
    issues: [...read.flatMap(({ issues }) => issues), ...cluster.issues()],
  };
}

interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly isOnHost: boolean;
  readonly published: readonly Publication[];
}

/** Ports that are open, none of them meaning all, by which policies; `undefined`: nothing is. */
type Allowed = { readonly ports: readonly string[]; readonly by: readonly string[] } | undefined;

class Cluster {
  readonly #manifests: readonly Manifest[];
  readonly #policies: readonly NetworkPolicy[];
  readonly #workloads: readonly Workload[];
  readonly #namespaces: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor(manifests: readonly Manifest[]) {
    this.#manifests = manifests;
    this.#policies = manifests.filter(({ kind, apiGroup }) => kind === 'NetworkPolicy' && apiGroup === 'networking.k8s.io').map(readPolicy);
    this.#workloads = readWorkloads(manifests);
    this.#namespaces = new Map(
      manifests
        .filter(({ kind }) => kind === 'Namespace')
        .map(({ name, node }) => [name, readLabels(memberOf(node, 'metadata', 'labels'))]),
    );
  }

  view(): Pick<NetworkView, 'members' | 'reaches'> {
    const table = new ReachTable();
    for (const workload of this.#workloads) this.#addOutside(table, workload);
    for (const from of this.#workloads)
      for (const to of this.#workloads) {
        if (from === to) continue;
        const allowed = both(this.#egress(from, (peer) => this.#isPeer(peer, from, to)), this.#ingress(to, (peer) => this.#isPeer(peer, to, from))); // prettier-ignore
        if (allowed !== undefined) table.add(from.name, to.name, through(allowed), allowed.ports);
      }
    return { members: this.#workloads.map((workload) => this.#memberOf(workload)), reaches: table.reaches() };
  }

  /** What decides about the network and is not understood. */
  issues(): readonly Issue[] {
    return this.#manifests
      .filter(({ kind, apiGroup }) => kind.endsWith("NetworkPolicy") && apiGroup !== 'networking.k8s.io')
      .map(({ kind, name }) => makeIssue('NETWORK_UNDECIDED', 'network', `${kind} ${name} is not understood: only NetworkPolicy of networking.k8s.io is`)); // prettier-ignore
  }

  #memberOf({ name, isOnHost, ...workload }: Workload): NetworkMember {
    const published = [...workload.published, ...this.#services({ name, isOnHost, ...workload }).flatMap(({ published: ports }) => ports)];
    return { name, segments: isOnHost ? [] : ['pods'], isOnHost, published, links: [] };
  }

  #addOutside(table: ReachTable, workload: Workload): void {
    const { name, isOnHost, published } = workload;
    const out = this.#egress(workload, isAddressBlock);
    if (out !== undefined) table.add(name, outside, through(out), out.ports);
    if (isOnHost) table.add(outside, name, 'the node’s network');
    const fromAddresses = this.#ingress(workload, isAddressBlock);
    for (const { hostPort = '', port } of published)
      if (fromAddresses !== undefined) table.add(outside, name, `port ${hostPort} of the node`, port === undefined ? [] : [port]);
    for (const service of this.#services(workload)) {
      // Traffic of an Ingress comes from its controller, whose pods are seldom in the same files.
      const allowed = service.isIngress
        ? this.#ingress(workload, (peer) => isAddressBlock(peer) || this.#selectsNobody(peer))
        : fromAddresses;
      if (allowed !== undefined && (service.isIngress || service.published.length > 0))
        table.add(outside, name, service.title, service.ports);
    }
  }

  /** Services and Ingresses that lead other machines to a workload. */
  #services(workload: Workload): readonly OpenService[] {
    const services = this.#manifests.filter(
      (manifest) =>
        manifest.kind === 'Service' && (manifest.namespace ?? 'default') === workload.namespace && leadsTo(memberOf(manifest.node, 'spec', 'selector'), workload),
    ); // prettier-ignore
    return services.flatMap((service) => [...openServices(service), ...this.#ingressesOf(service)]);
  }

  #ingressesOf(service: Manifest): readonly OpenService[] {
    return this.#manifests
      .filter(({ kind, namespace = 'default', node }) => kind === 'Ingress' && namespace === (service.namespace ?? 'default') && backendsOf(node).includes(service.name))
      .map(({ name }) => ({ title: `Ingress ${name}`, ports: targetPorts(service), published: [], isIngress: true })); // prettier-ignore
  }

  /** Policies do not hold for pods on the network of their node. */
  #ingress(workload: Workload, matches: (peer: LocatedYaml) => boolean): Allowed {
    const policies = workload.isOnHost ? [] : this.#policies.filter((policy) => policy.isForIngress && isSelected(policy, workload));
    return allowedBy(policies, ({ ingress }) => ingress, matches);
  }

  #egress(workload: Workload, matches: (peer: LocatedYaml) => boolean): Allowed {
    const policies = workload.isOnHost ? [] : this.#policies.filter((policy) => policy.isForEgress && isSelected(policy, workload));
    return allowedBy(policies, ({ egress }) => egress, matches);
  }

  /** NetworkPolicyPeer: both selectors must select; without one for namespaces it is the policy's own. */
  #isPeer(peer: LocatedYaml, own: Workload, other: Workload): boolean {
    const [pods, namespaces] = [memberOf(peer, 'podSelector'), memberOf(peer, 'namespaceSelector')];
    if (pods === undefined && namespaces === undefined) return other.isOnHost && isAddressBlock(peer);
    if (other.isOnHost) return false;
    const isNamespace = namespaces === undefined ? other.namespace === own.namespace : selects(namespaces, this.#labelsOf(other.namespace));
    return isNamespace && selects(pods, other.labels, true);
  }

  #selectsNobody(peer: LocatedYaml): boolean {
    const namespaces = memberOf(peer, 'namespaceSelector');
    return namespaces !== undefined && !this.#workloads.some(({ namespace }) => selects(namespaces, this.#labelsOf(namespace)));
  }

  #labelsOf(namespace: string): ReadonlyMap<string, string> {
    return new Map([...(this.#namespaces.get(namespace) ?? []), ['kubernetes.io/metadata.name', namespace]]);
  }
}

interface OpenService {
  readonly title: string;
  readonly ports: readonly string[];
  readonly published: readonly Publication[];
  readonly isIngress: boolean;
}

function readWorkloads(manifests: readonly Manifest[]): readonly Workload[] {
  const found = manifests.filter(({ podSpec }) => podSpec !== undefined);
  const isAlone = new Set(found.map(({ namespace = 'default' }) => namespace)).size < 2;
  return found.map(({ kind, name, namespace = 'default', node, podSpec, podMetadata }) => ({
    name: isAlone ? name : `${namespace}/${name}`,
    namespace,
    labels: readLabels(memberOf(kind === 'Pod' ? memberOf(node, 'metadata') : podMetadata, 'labels')),
    isOnHost: textOf(memberOf(podSpec, 'hostNetwork')) === 'true',
    published: itemsOf(memberOf(podSpec, 'containers')).flatMap((container) => itemsOf(memberOf(container, 'ports')).flatMap(hostPort)),
  }));
}

function hostPort(port: LocatedYaml): readonly Publication[] {
  const number = textOf(memberOf(port, 'hostPort'));
  return number === undefined ? [] : [{ hostPort: number, port: `${textOf(memberOf(port, 'containerPort')) ?? number}/tcp` }];
}

function isSelected({ namespace, pods }: NetworkPolicy, workload: Workload): boolean {
  return namespace === workload.namespace && selects(pods, workload.labels, true);
}

/** The union of what the policies allow; everything where there is none. */
function allowedBy(
  policies: readonly NetworkPolicy[],
  rulesOf: (policy: NetworkPolicy) => readonly PolicyRule[],
  matches: (peer: LocatedYaml) => boolean,
): Allowed {
  if (policies.length === 0) return { ports: [], by: [] };
  const ports: string[] = [];
  const by: string[] = [];
  let isEveryPort = false;
  for (const policy of policies)
    for (const { peers, ports: own } of rulesOf(policy)) {
      if (peers.length > 0 && !peers.some(matches)) continue;
      by.push(policy.name);
      isEveryPort ||= own.length === 0;
      ports.push(...own);
    }
  return by.length === 0 ? undefined : { ports: isEveryPort ? [] : [...new Set(ports)], by: [...new Set(by)] };
}

function both(out: Allowed, into: Allowed): Allowed {
  if (out === undefined || into === undefined) return undefined;
  const by = [...new Set([...out.by, ...into.by])];
  if (out.ports.length === 0 || into.ports.length === 0) return { ports: [...out.ports, ...into.ports], by };
  const ports = out.ports.filter((port) => into.ports.includes(port));
  return ports.length === 0 ? undefined : { ports, by };
}

function through(allowed: { readonly by: readonly string[] }): string {
  return allowed.by.length === 0 ? 'pod network' : `policy ${allowed.by.join(', ')}`;
}

function isAddressBlock(peer: LocatedYaml): boolean {
  return memberOf(peer, 'ipBlock') !== undefined;
}

/** A service without a selector leads to no pod of a file. */
function leadsTo(selector: LocatedYaml | undefined, { labels }: Workload): boolean {
  const wanted = readLabels(selector);
  return wanted.size > 0 && [...wanted].every(([key, value]) => labels.get(key) === value);
}

function openServices(service: Manifest): readonly OpenService[] {
  const type = textOf(memberOf(service.node, 'spec', 'type')) ?? 'ClusterIP';
  const isOpen = type === 'LoadBalancer' || type === 'NodePort' || itemsOf(memberOf(service.node, 'spec', 'externalIPs')).length > 0;
  if (!isOpen) return [];
  const published = itemsOf(memberOf(service.node, 'spec', 'ports')).map((port) => {
    const host = textOf(memberOf(port, type === 'NodePort' ? 'nodePort' : 'port'));
    return { ...(host === undefined ? {} : { hostPort: host }), port: portOf(port) };
  });
  return [{ title: `Service ${service.name} (${type})`, ports: targetPorts(service), published, isIngress: false }];
}

function targetPorts(service: Manifest): readonly string[] {
  return itemsOf(memberOf(service.node, 'spec', 'ports')).map(portOf);
}

function portOf(port: LocatedYaml): string {
  const target = textOf(memberOf(port, 'targetPort')) ?? textOf(memberOf(port, 'port')) ?? 'all';
  return `${target}/${(textOf(memberOf(port, 'protocol')) ?? 'tcp').toLowerCase()}`;
}

/** Names of the services that an Ingress leads to, also of its older form. */
function backendsOf(node: LocatedYaml): readonly string[] {
  const nameOf = (backend: LocatedYaml | undefined): readonly string[] => {
    const name = textOf(memberOf(backend, 'service', 'name')) ?? textOf(memberOf(backend, 'serviceName'));
    return name === undefined ? [] : [name];
  };
  const spec = memberOf(node, 'spec');
  const paths = itemsOf(memberOf(spec, 'rules')).flatMap((rule) => itemsOf(memberOf(rule, 'http', 'paths')));
  return [spec, ...paths].flatMap((part) => [...nameOf(memberOf(part, 'backend')), ...nameOf(memberOf(part, 'defaultBackend'))]);
}
