import { itemsOf, memberOf, membersOf, textOf } from '../../../lib/yaml/located-yaml.ts';
import { locationOf } from '../../../lib/yaml/location-of.ts';
import { exampleContainer } from '../../container/container.ts';
import { type ManifestRule } from '../manifest.ts';

const references = ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'];

/** Pod Security Standards, Baseline: sysctls that are namespaced and harmless. */
const safeSysctls: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
]);

export const unsafeSysctl: ManifestRule = {
  id: 'unsafe-sysctl',
  kind: 'misconfiguration',
  title: 'A pod sets a sysctl that is not safe',
  rationale: 'Such settings reach other pods of the node, or switch off protections.',
  remediation: 'Remove the sysctl.',
  severity: 'medium',
  references,
  aliases: ['KSV-0026'],
  examples: {
    bad: [exampleContainer('', 'securityContext:\n  sysctls:\n    - name: kernel.msgmax\n      value: "65536"')],
    good: [exampleContainer('', 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"')],
  },
  *check({ podSpec, kind, name: owner }) {
    for (const item of itemsOf(memberOf(podSpec, 'securityContext', 'sysctls'))) {
      const name = textOf(memberOf(item, 'name')) ?? '';
      if (!safeSysctls.has(name))
        yield { message: `${kind} ${owner}: sets ${name}`, location: locationOf(item.at), key: `${owner} ${name}` };
    }
  },
};

export const procMount: ManifestRule = {
  id: 'proc-mount',
  kind: 'misconfiguration',
  title: 'A container sees all of /proc',
  rationale: 'The default hides and write-protects the parts of /proc that concern the node.',
  remediation: 'Remove procMount: Unmasked.',
  severity: 'medium',
  references,
  aliases: ['KSV-0027'],
  examples: {
    bad: [exampleContainer('securityContext:\n  procMount: Unmasked')],
    good: [exampleContainer('securityContext:\n  procMount: Default')],
  },
  *check(manifest) {
    for (const { node, owner } of containersOf(manifest)) {
      const value = memberOf(node, 'securityContext', 'procMount');
      if (value !== undefined && textOf(value) !== 'Default')
        yield { message: `${owner}: procMount is ${textOf(value)}`, location: locationOf(value.at), key: owner };
    }
  },
};

export const hostProcess: ManifestRule = {
  id: 'host-process',
  kind: 'misconfiguration',
  title: 'A Windows container runs on the host',
  rationale: 'A HostProcess container has the rights of its user on the node itself.',
  remediation: 'Remove windowsOptions.hostProcess.',
  severity: 'high',
  references,
  aliases: ['KSV-0103'],
  examples: { bad: [exampleContainer('', 'securityContext:\n  windowsOptions:\n    hostProcess: true')], good: [exampleContainer('')] },
  *check(manifest) {
    const contexts = [manifest.podSpec, ...containersOf(manifest).map(({ node }) => node)];
    for (const context of contexts) {
      const value = memberOf(context, 'securityContext', 'windowsOptions', 'hostProcess');
      if (textOf(value) === 'true')
        yield { message: `${manifest.kind} ${manifest.name}: runs on the host`, location: locationOf(value!.at), key: manifest.name };
    }
  },
};

export const hostAliases: ManifestRule = {
  id: 'host-aliases',
  kind: 'misconfiguration',
  title: 'A pod has host names of its own',
  rationale: 'Entries of /etc/hosts send traffic past DNS, where nobody looks for them.',
  remediation: 'Remove hostAliases, and name the service in DNS.',
  severity: 'low',
  references: ['https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/'],
  aliases: ['KSV-0007'],
  examples: { bad: [exampleContainer('', 'hostAliases:\n  - ip: 192.0.2.1\n    hostnames: [a.example]')], good: [exampleContainer('')] },
  *check({ podSpec, kind, name }) {
    const aliases = memberOf(podSpec, 'hostAliases');
    if (itemsOf(aliases).length > 0) yield { message: `${kind} ${name}: has hostAliases`, location: locationOf(aliases!.at), key: name };
  },
};

const plainVolumes: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
  'hostPath',
  'image',
]);

export const otherVolume: ManifestRule = {
  id: 'other-volume',
  kind: 'misconfiguration',
  title: 'A volume is of a type that pods should not name themselves',
  rationale: 'Such volumes name servers and disks past PersistentVolumes and their permissions.',
  remediation: 'Use a PersistentVolumeClaim.',
  severity: 'low',
  references,
  aliases: ['KSV-0028', 'KSV-0121'],
  examples: {
    bad: [exampleContainer('', 'volumes:\n  - name: a\n    nfs:\n      server: nfs.example\n      path: /')],
    good: [exampleContainer('', 'volumes:\n  - name: a\n    emptyDir: {}')],
  },
  *check({ podSpec, kind, name }) {
    for (const volume of itemsOf(memberOf(podSpec, 'volumes')))
      for (const [type, { at }] of membersOf(volume))
        if (type !== 'name' && !plainVolumes.has(type))
          yield { message: `${kind} ${name}: has a volume of type ${type}`, location: locationOf(at), key: `${name} ${type}` };
  },
};

export const serviceAccountToken: ManifestRule = {
  id: 'service-account-token',
  kind: 'misconfiguration',
  title: 'A pod mounts the token of its service account',
  rationale: 'Whoever takes over the pod can use the API of the cluster with it.',
  remediation: 'Set automountServiceAccountToken: false where the pod does not use the API.',
  severity: 'low',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  aliases: ['KSV-0036'],
  examples: {
    bad: [exampleContainer('', 'automountServiceAccountToken: true')],
    good: [exampleContainer('', 'automountServiceAccountToken: false'), exampleContainer('')],
  },
  *check({ podSpec, kind, name }) {
    const value = memberOf(podSpec, 'automountServiceAccountToken');
    if (textOf(value) === 'true')
      yield { message: `${kind} ${name}: mounts the token of its service account`, location: locationOf(value!.at), key: name };
  },
};

export const noRequests: ManifestRule = {
  id: 'no-requests',
  kind: 'misconfiguration',
  title: 'A container does not request resources',
  rationale: 'The scheduler places it on a node that is full, and it is evicted first.',
  remediation: 'Set resources.requests for cpu and memory.',
  severity: 'low',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  aliases: ['KSV-0015', 'KSV-0016'],
  examples: {
    bad: [exampleContainer('')],
    good: [
      exampleContainer('resources:\n  requests:\n    cpu: 100m\n    memory: 64Mi'),
      exampleContainer('resources:\n  limits:\n    cpu: 100m\n    memory: 64Mi'),
    ],
  },
  *check(manifest) {
    for (const { node, owner, isLasting } of containersOf(manifest)) {
      // A limit is a request where there is none.
      const missing = ['cpu', 'memory'].filter(
        (name) => memberOf(node, 'resources', 'requests', name) === undefined && memberOf(node, 'resources', 'limits', name) === undefined,
      );
      if (isLasting && missing.length > 0)
        yield {
          message: `${owner}: does not request ${missing.join(' and ')}`,
          location: locationOf((memberOf(node, 'name') ?? node).at),
          key: owner,
        };
    }
  },
};

function containersOf({ podSpec, kind, name }: Parameters<ManifestRule['check']>[0]): readonly {
  readonly node: NonNullable<ReturnType<typeof memberOf>>;
  readonly owner: string;
  readonly isLasting: boolean;
}[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    itemsOf(memberOf(podSpec, list)).map((node) => ({
      node,
      owner: `${kind} ${name}, ${textOf(memberOf(node, 'name')) ?? 'container'}`,
      isLasting: list === 'containers',
    })),
  );
}
