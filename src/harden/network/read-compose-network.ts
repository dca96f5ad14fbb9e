import { type ComposeProject, type ComposeService } from '../../check/compose/compose-project.ts';
import { interpolate } from '../../check/compose/interpolate.ts';
import { itemsOf, type LocatedYaml, memberOf, textOf } from '../../lib/yaml/located-yaml.ts';
import { type Issue, makeIssue } from '../../model/issue.ts';
import { containerReaches } from './container-reaches.ts';
import { type NetworkMember, type NetworkSegment, type NetworkView, type Publication } from './network-view.ts';
import { parsePublication } from './parse-publication.ts';

/** Who reaches whom by a Compose file; compose-spec.io, Services and Networks. */
export function readComposeNetwork(subject: string, project: ComposeProject): NetworkView {
  const reader = new NetworkReader(project);
  const members = project.services.map((service) => reader.member(service));
  const segments = reader.segments(members);
  return {
    subject,
    source: 'compose',
    segments,
    members,
    reaches: containerReaches(members, segments),
    issues: [...project.issues, ...reader.issues(members)],
  };
}

/** Compose's network of a service that names none, and Docker's own of `network_mode: bridge`. */
const usualNetwork = 'default';
const dockersBridge = 'bridge';

class NetworkReader {
  readonly #project: ComposeProject;
  readonly #open: Issue[] = [];

  constructor(project: ComposeProject) {
    this.#project = project;
  }

  member({ name, node, at }: ComposeService): NetworkMember {
    const mode = this.#text(memberOf(node, 'network_mode'), `${name}: network_mode`);
    const [, sharedWith] = /^(?:service|container):(.+)$/.exec(mode ?? '') ?? [];
    const shared = sharedWith === undefined ? undefined : this.#serviceCalled(sharedWith);
    if (sharedWith !== undefined && shared === undefined)
      this.#fault(`line ${at.line ?? 1}: ${name} uses the network of ${sharedWith}, which is not in the file`, at.path);
    return {
      name,
      segments: this.#networksOf(node, mode),
      isOnHost: mode === 'host',
      ...(sharedWith === undefined ? {} : { sharedWith: shared ?? sharedWith }),
      published: itemsOf(memberOf(node, 'ports')).flatMap((item) => this.#publication(item, name)),
      links: itemsOf(memberOf(node, 'links')).flatMap((item) => this.#text(item, `${name}: links`)?.split(':', 1)[0] ?? []),
    };
  }

  /** Networks that a service is attached to, in the order of the file; the usual one last, where it is used. */
  segments(members: readonly NetworkMember[]): readonly NetworkSegment[] {
    const used = new Set(members.flatMap(({ segments }) => segments));
    const named = [...this.#project.networks.keys()].filter((name) => used.has(name));
    const missing = [...used].filter((name) => !this.#project.networks.has(name));
    return [...named, ...missing].map((name) => this.#segment(name));
  }

  issues(members: readonly NetworkMember[]): readonly Issue[] {
    const known = new Set([usualNetwork, dockersBridge, ...this.#project.networks.keys()]);
    for (const { name, segments } of members)
      for (const segment of segments)
        if (!known.has(segment)) this.#fault(`${name} is attached to network ${segment}, which the file does not define`);
    return this.#open;
  }

  #segment(name: string): NetworkSegment {
    const node = this.#project.networks.get(name)?.value;
    const option = (key: string): string | undefined =>
      this.#text(memberOf(node, 'driver_opts', key), `network ${name}: driver_opts.${key}`);
    const driver = this.#text(memberOf(node, 'driver'), `network ${name}: driver`) ?? dockersBridge;
    const external = memberOf(node, 'external');
    return {
      name,
      driver,
      isInternal: this.#isTrue(memberOf(node, 'internal'), `network ${name}: internal`),
      isExternal: external?.kind === 'map' || this.#isTrue(external, `network ${name}: external`),
      ...(driver === 'overlay' ? { isEncrypted: isSwitchedOn(memberOf(node, 'driver_opts', 'encrypted'), option('encrypted')) } : {}),
      isIsolating: option('com.docker.network.bridge.enable_icc') === 'false',
      isAttachable: this.#isTrue(memberOf(node, 'attachable'), `network ${name}: attachable`),
    };
  }

  #networksOf(node: LocatedYaml, mode: string | undefined): readonly string[] {
    if (mode === dockersBridge) return [dockersBridge];
    if (mode !== undefined) return [];
    const networks = memberOf(node, 'networks');
    if (networks?.kind === 'map') return [...networks.members.keys()];
    const listed = itemsOf(networks).flatMap((item) => textOf(item) ?? []);
    return networks === undefined || listed.length === 0 ? [usualNetwork] : [...new Set(listed)];
  }

  #publication(item: LocatedYaml, service: string): readonly Publication[] {
    if (item.kind !== 'map') {
      const text = this.#text(item, `${service}: ports`);
      return text === undefined ? [] : [parsePublication(text)];
    }
    const [published, address, target, protocol] = ['published', 'host_ip', 'target', 'protocol'].map((key) =>
      this.#text(memberOf(item, key), `${service}: ports`),
    );
    return [
      {
        ...(published === undefined ? {} : { hostPort: published }),
        ...(address === undefined ? {} : { address }),
        ...(target === undefined ? {} : { port: `${target}/${protocol ?? 'tcp'}` }),
      },
    ];
  }

  /** The service of that name, or whose container has it. */
  #serviceCalled(name: string): string | undefined {
    const found = this.#project.services.find(
      (service) => service.name === name || textOf(memberOf(service.node, 'container_name')) === name,
    );
    return found?.name;
  }

  #isTrue(node: LocatedYaml | undefined, what: string): boolean {
    return /^(?:true|yes|on|1)$/i.test(this.#text(node, what) ?? '');
  }

  /** With its variables filled in; one without a value makes the view incomplete. */
  #text(node: LocatedYaml | undefined, what: string): string | undefined {
    const written = textOf(node);
    if (written === undefined) return undefined;
    const { text, isOpen } = interpolate(written, this.#project.variables);
    if (!isOpen) return text;
    this.#fault(`line ${node!.at.line}: ${what} depends on a variable without a value: ${written.slice(0, 80)}`, node!.at.path);
    return undefined;
  }

  #fault(message: string, path?: string): void {
    this.#open.push(makeIssue('NETWORK_UNDECIDED', 'network', message, path === undefined ? {} : { path }));
  }
}

/** `encrypted:` without a value is on. */
function isSwitchedOn(node: LocatedYaml | undefined, text: string | undefined): boolean {
  return node !== undefined && !/^(?:false|no|off|0)$/i.test(text ?? '');
}
