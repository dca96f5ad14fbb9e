import { itemsOf, memberOf, membersOf, textOf, type LocatedYaml } from '../../lib/yaml/located-yaml.ts';
import { locationOf } from '../../lib/yaml/location-of.ts';
import { type Container, type HostNamespace, type Mount, type Profile, type PublishedPort, type Setting } from '../container/container.ts';
import { type ComposeProject, type ComposeService } from './compose-project.ts';
import { interpolate } from './interpolate.ts';

/** A service as the container that it starts; compose-spec.io, Services. */
export function readService({ name, at, node }: ComposeService, project: ComposeProject): Container {
  const reader = new ServiceReader(node, project);
  const image = reader.text('image');
  const user = reader.text('user');
  const [seccomp, appArmor, seLinux, noNewPrivileges] = reader.securityOptions();
  const limited = memberOf(node, 'deploy', 'resources', 'limits');
  const isBuilt = memberOf(node, 'build') !== undefined;
  return {
    language: 'compose',
    name,
    at,
    ...(image === undefined || isBuilt ? {} : { image }),
    ...(user === undefined ? {} : { user }),
    ...optional('privileged', reader.truth('privileged')),
    addedCapabilities: reader.texts('cap_add'),
    droppedCapabilities: reader.texts('cap_drop'),
    hostNamespaces: reader.hostNamespaces(),
    ...optional('noNewPrivileges', noNewPrivileges),
    isRootReadOnly: reader.truth('read_only')?.value === true || reader.isOpen('read_only'),
    ...optional('seccomp', seccomp),
    ...optional('appArmor', appArmor),
    ...optional('seLinux', seLinux),
    hasMemoryLimit: reader.isSet('mem_limit') || memberOf(limited, 'memory') !== undefined,
    hasCpuLimit:
      ['cpus', 'cpu_quota', 'cpu_shares', 'cpuset', 'cpu_count', 'cpu_percent'].some((key) => reader.isSet(key)) ||
      memberOf(limited, 'cpus') !== undefined,
    hasProcessLimit: reader.isSet('pids_limit') || memberOf(limited, 'pids') !== undefined,
    mounts: reader.mounts(),
    devices: reader.devices(),
    ports: reader.ports(),
    environment: reader.environment(),
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

class ServiceReader {
  readonly #node: LocatedYaml;
  readonly #project: ComposeProject;

  constructor(node: LocatedYaml, project: ComposeProject) {
    this.#node = node;
    this.#project = project;
  }

  /** The text of a scalar with its variables filled in; `undefined` where it is not known before the start. */
  text(key: string): Setting<string> | undefined {
    return this.#textOf(memberOf(this.#node, key));
  }

  truth(key: string): Setting<boolean> | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : { ...text, value: /^(?:true|yes|on|1)$/i.test(text.value) };
  }

  isOpen(key: string): boolean {
    const value = memberOf(this.#node, key);
    return value !== undefined && this.#textOf(value) === undefined;
  }

  /** Also by a variable; 0 and -1 are no limit. */
  isSet(key: string): boolean {
    return this.isOpen(key) || !['', '0', '-1'].includes(this.text(key)?.value ?? '');
  }

  texts(key: string): readonly Setting<string>[] {
    return itemsOf(memberOf(this.#node, key)).flatMap((item) => this.#textOf(item) ?? []);
  }

  hostNamespaces(): readonly Setting<HostNamespace>[] {
    const found = (key: string, namespace: HostNamespace): readonly Setting<HostNamespace>[] => {
      const text = this.text(key);
      return text?.value === 'host' ? [{ value: namespace, at: text.at }] : [];
    };
    const parent = this.text('cgroup_parent');
    return [
      ...found('network_mode', 'network'),
      ...found('pid', 'pid'),
      ...found('ipc', 'ipc'),
      ...found('uts', 'uts'),
      ...found('userns_mode', 'user'),
      ...found('cgroup', 'cgroup'),
      ...(parent === undefined ? [] : [{ value: 'cgroup' as const, at: parent.at }]),
    ];
  }

  securityOptions(): readonly [
    Setting<Profile> | undefined,
    Setting<Profile> | undefined,
    Setting<'disabled'> | undefined,
    Setting<boolean> | undefined,
  ] {
    let seccomp, appArmor: Setting<Profile> | undefined;
    let seLinux: Setting<'disabled'> | undefined;
    let noNewPrivileges: Setting<boolean> | undefined;
    for (const { value, at } of this.texts('security_opt')) {
      const [, key = '', rest = ''] = /^([^:=]+)[:=]?(.*)$/.exec(value) ?? [];
      const profile = rest === 'unconfined' ? 'unconfined' : 'custom';
      if (key === 'seccomp') seccomp = { value: profile, at } as const;
      else if (key === 'apparmor') appArmor = { value: profile, at };
      else if (key === 'label' && rest === 'disable') seLinux = { value: 'disabled', at };
      else if (key === 'no-new-privileges') noNewPrivileges = { value: rest !== 'false', at };
    }
    return [seccomp, appArmor, seLinux, noNewPrivileges];
  }

  mounts(): readonly Setting<Mount>[] {
    return itemsOf(memberOf(this.#node, 'volumes')).flatMap((item) =>
      item.kind === 'map' ? this.#longMount(item) : this.#shortMount(item),
    );
  }

  /** `source:target:mode` */
  #shortMount(item: LocatedYaml): readonly Setting<Mount>[] {
    const text = this.#textOf(item);
    const [source = '', target, mode = ''] = text?.value.split(':') ?? [];
    if (text === undefined || target === undefined) return [];
    const modes = mode.split(',');
    return [
      {
        value: { ...this.#hostPathOf(source), isReadOnly: modes.includes('ro'), isShared: modes.some((word) => /^r?shared$/.test(word)) },
        at: text.at,
      },
    ];
  }

  #longMount(item: LocatedYaml): readonly Setting<Mount>[] {
    const source = this.#textOf(memberOf(item, 'source')) ?? this.#textOf(memberOf(item, 'src'));
    const at = source?.at ?? item.at;
    const isReadOnly = textOf(memberOf(item, 'read_only')) === 'true';
    const isShared = /^r?shared$/.test(textOf(memberOf(item, 'bind', 'propagation')) ?? '');
    return [{ value: { ...this.#hostPathOf(source?.value ?? ''), isReadOnly, isShared }, at }];
  }

  /** A path, or a volume that is one by the options of its driver. */
  #hostPathOf(source: string): Pick<Mount, 'hostPath'> {
    if (/^[/.~]/.test(source)) return { hostPath: source };
    const options = memberOf(this.#project.volumes.get(source)?.value, 'driver_opts');
    const device = this.#textOf(memberOf(options, 'device'))?.value;
    return device?.startsWith('/') === true ? { hostPath: device } : {};
  }

  devices(): readonly Setting<string>[] {
    const listed = itemsOf(memberOf(this.#node, 'devices')).flatMap(
      (item) => this.#textOf(item.kind === 'map' ? memberOf(item, 'source') : item) ?? [],
    );
    const own = listed.map((setting) => ({ ...setting, value: setting.value.split(':', 1)[0]! }));
    return [...own, ...this.texts('device_cgroup_rules')];
  }

  ports(): readonly Setting<PublishedPort>[] {
    return itemsOf(memberOf(this.#node, 'ports')).flatMap((item) => {
      if (item.kind === 'map') return this.#longPort(item);
      const text = this.#textOf(item);
      return text === undefined ? [] : [{ value: parsePort(text.value), at: text.at }];
    });
  }

  #longPort(item: LocatedYaml): readonly Setting<PublishedPort>[] {
    const published = this.#textOf(memberOf(item, 'published'))?.value;
    const address = this.#textOf(memberOf(item, 'host_ip'))?.value;
    const number = Number.parseInt(published ?? '', 10);
    if (published === undefined && memberOf(item, 'published') !== undefined) return [];
    const text = `${published ?? ''}:${this.#textOf(memberOf(item, 'target'))?.value ?? ''}`;
    return [
      {
        value: { ...(address === undefined ? {} : { address }), ...(Number.isNaN(number) ? {} : { hostPort: number }), text },
        at: item.at,
      },
    ];
  }

  environment(): Container['environment'] {
    const given = memberOf(this.#node, 'environment');
    const args = memberOf(this.#node, 'build', 'args');
    return [...this.#pairsOf(given), ...this.#pairsOf(args)];
  }

  /** A mapping, or a list of `NAME=value`. What a variable gives is in no file; its default is. */
  *#pairsOf(given: LocatedYaml | undefined): Iterable<Setting<{ readonly name: string; readonly value: string }>> {
    for (const [name, { value }] of membersOf(given)) {
      const text = this.#textOf(value);
      if (text !== undefined) yield { value: { name, value: text.value }, at: text.at };
    }
    for (const item of itemsOf(given)) {
      const text = this.#textOf(item);
      const equals = text?.value.indexOf('=') ?? -1;
      if (text !== undefined && equals > 0)
        yield { value: { name: text.value.slice(0, equals), value: text.value.slice(equals + 1) }, at: text.at };
    }
  }

  #textOf(value: LocatedYaml | undefined): Setting<string> | undefined {
    const written = textOf(value);
    if (value === undefined || written === undefined) return undefined;
    const { text, isOpen } = interpolate(written, this.#project.variables);
    return isOpen ? undefined : { value: text, at: locationOf(value.at) };
  }
}

/** `127.0.0.1:8080-8081:80/tcp`, `[::1]:80:80`, `2222:22`, `80`. */
export function parsePort(written: string): PublishedPort {
  const bare = written.replace(/\/(?:tcp|udp|sctp)$/i, '');
  const [, address, host] = /^(?:(\[[^\]]*\]|[^:]*):)?([\d-]*):[\d-]+$/.exec(bare) ?? [];
  const number = Number.parseInt(host ?? '', 10);
  return {
    ...(address === undefined || address === '' ? {} : { address }),
    ...(Number.isNaN(number) ? {} : { hostPort: number }),
    text: written,
  };
}
