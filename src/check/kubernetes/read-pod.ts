import { itemsOf, memberOf, membersOf, textOf, type LocatedYaml } from '../../lib/yaml/located-yaml.ts';
import { locationOf } from '../../lib/yaml/location-of.ts';
import { type Container, type HostNamespace, type Mount, type Profile, type Setting } from '../container/container.ts';
import { type Manifest } from './manifest.ts';

/** The containers of a workload. What the pod says holds for those that say nothing; Kubernetes API, PodSecurityContext. */
export function readPod(manifest: Manifest): readonly Container[] {
  const { podSpec, name } = manifest;
  if (podSpec === undefined || textOf(memberOf(podSpec, 'os', 'name')) === 'windows') return [];
  const owner = `${manifest.kind} ${name}`;
  const shared = {
    hostNamespaces: [...hostNamespaces(podSpec, owner)],
    volumes: [...hostVolumes(podSpec, owner)],
  };
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    itemsOf(memberOf(podSpec, list)).map((node) => readContainer(node, manifest, owner, shared)),
  );
}

interface OfPod {
  readonly hostNamespaces: Container['hostNamespaces'];
  readonly volumes: Container['mounts'];
}

function readContainer(
  node: LocatedYaml,
  { podSpec, podMetadata }: Manifest,
  owner: string,
  { hostNamespaces: namespaces, volumes }: OfPod,
): Container {
  const own = memberOf(node, 'securityContext');
  const ofPod = memberOf(podSpec, 'securityContext');
  const name = textOf(memberOf(node, 'name')) ?? 'container';
  /** The container's value, or else the pod's, which is told once. */
  const inherited = (...path: readonly string[]): Setting<string> | undefined => {
    const value = memberOf(own, ...path);
    const other = memberOf(ofPod, ...path);
    if (textOf(value) !== undefined) return { value: textOf(value)!, at: locationOf(value!.at) };
    return textOf(other) === undefined ? undefined : { value: textOf(other)!, at: locationOf(other!.at), owner };
  };
  const truth = (member: string): Setting<boolean> | undefined => {
    const value = memberOf(own, member);
    return textOf(value) === undefined ? undefined : { value: textOf(value) === 'true', at: locationOf(value!.at) };
  };
  const escalation = truth('allowPrivilegeEscalation');
  const image = memberOf(node, 'image');
  const capabilities = (list: string): readonly Setting<string>[] =>
    itemsOf(memberOf(own, 'capabilities', list)).flatMap((item) =>
      textOf(item) === undefined ? [] : [{ value: textOf(item)!, at: locationOf(item.at) }],
    );
  return {
    language: 'kubernetes',
    name: `${owner}, ${name}`,
    at: locationOf((memberOf(node, 'name') ?? node).at),
    ...(textOf(image) === undefined ? {} : { image: { value: textOf(image)!, at: locationOf(image!.at) } }),
    ...optional('user', inherited('runAsUser')),
    ...optional('group', inherited('runAsGroup')),
    refusesRoot: inherited('runAsNonRoot')?.value === 'true',
    ...optional('privileged', truth('privileged')),
    addedCapabilities: capabilities('add'),
    droppedCapabilities: capabilities('drop'),
    hostNamespaces: namespaces,
    ...(escalation === undefined ? {} : { noNewPrivileges: { ...escalation, value: !escalation.value } }),
    isRootReadOnly: truth('readOnlyRootFilesystem')?.value === true,
    ...optional('seccomp', toProfile(inherited('seccompProfile', 'type'), seccompAnnotation(podMetadata, owner))),
    ...optional('appArmor', toProfile(inherited('appArmorProfile', 'type'), appArmorAnnotation(podMetadata, name))),
    ...optional('seLinux', readSeLinux(own) ?? readSeLinux(ofPod, owner)),
    hasMemoryLimit: memberOf(node, 'resources', 'limits', 'memory') !== undefined,
    hasCpuLimit: memberOf(node, 'resources', 'limits', 'cpu') !== undefined,
    hasProcessLimit: true,
    mounts: volumes,
    devices: [],
    ports: itemsOf(memberOf(node, 'ports')).flatMap(readPort),
    environment: itemsOf(memberOf(node, 'env')).flatMap(readVariable),
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

function* hostNamespaces(podSpec: LocatedYaml, owner: string): Iterable<Setting<HostNamespace>> {
  const rows: readonly (readonly [string, HostNamespace])[] = [['hostNetwork', 'network'], ['hostPID', 'pid'], ['hostIPC', 'ipc']]; // prettier-ignore
  for (const [member, namespace] of rows) {
    const value = memberOf(podSpec, member);
    if (textOf(value) === 'true') yield { value: namespace, at: locationOf(value!.at), owner };
  }
}

function* hostVolumes(podSpec: LocatedYaml, owner: string): Iterable<Setting<Mount>> {
  for (const volume of itemsOf(memberOf(podSpec, 'volumes'))) {
    const path = memberOf(volume, 'hostPath', 'path');
    if (textOf(path) !== undefined)
      yield { value: { hostPath: textOf(path)!, isReadOnly: false, isShared: false }, at: locationOf(path!.at), owner };
  }
}

function readPort(port: LocatedYaml): Container['ports'] {
  const hostPort = memberOf(port, 'hostPort');
  const number = Number(textOf(hostPort));
  if (hostPort === undefined || Number.isNaN(number)) return [];
  return [{ value: { hostPort: number, text: textOf(memberOf(port, 'containerPort')) ?? String(number) }, at: locationOf(hostPort.at) }];
}

function readVariable(variable: LocatedYaml): Container['environment'] {
  const [name, value] = [textOf(memberOf(variable, 'name')), memberOf(variable, 'value')];
  // `$(NAME)` is filled in from another variable.
  if (name === undefined || textOf(value) === undefined || /\$\(\w+\)/.test(textOf(value)!)) return [];
  return [{ value: { name, value: textOf(value)! }, at: locationOf(value!.at) }];
}

function toProfile(type: Setting<string> | undefined, annotation: Setting<string> | undefined): Setting<Profile> | undefined {
  const said = type ?? annotation;
  if (said === undefined) return undefined;
  return {
    ...said,
    value: /^unconfined$/i.test(said.value) ? 'unconfined' : /^runtime\/?default$/i.test(said.value) ? 'default' : 'custom',
  };
}

/** Before Kubernetes 1.19 and 1.30 profiles were annotations. */
function seccompAnnotation(metadata: LocatedYaml | undefined, owner: string): Setting<string> | undefined {
  const value = memberOf(metadata, 'annotations', 'seccomp.security.alpha.kubernetes.io/pod');
  return textOf(value) === undefined ? undefined : { value: textOf(value)!, at: locationOf(value!.at), owner };
}

function appArmorAnnotation(metadata: LocatedYaml | undefined, name: string): Setting<string> | undefined {
  const value = membersOf(memberOf(metadata, 'annotations')).get(`container.apparmor.security.beta.kubernetes.io/${name}`)?.value;
  return textOf(value) === undefined ? undefined : { value: textOf(value)!, at: locationOf(value!.at) };
}

/** Pod Security Standards, Baseline: these types, and no user or role. */
const seLinuxTypes: ReadonlySet<string> = new Set(['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

function readSeLinux(context: LocatedYaml | undefined, owner?: string): Setting<'custom'> | undefined {
  const options = memberOf(context, 'seLinuxOptions');
  const type = textOf(memberOf(options, 'type'));
  const isCustom =
    (type !== undefined && type !== '' && !seLinuxTypes.has(type)) ||
    ['user', 'role'].some((key) => (textOf(memberOf(options, key)) ?? '') !== '');
  if (options === undefined || !isCustom) return undefined;
  return { value: 'custom', at: locationOf(options.at), ...(owner === undefined ? {} : { owner }) };
}
