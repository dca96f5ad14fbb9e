import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type ContainerSettings, type HostMount } from './container-settings.ts';
import { type HostNamespace } from './guard-policy.ts';

/** What `HostConfig` of the Engine API asks for; of a request to create a container, and of one that exists. */
export function readHostConfig(host: JsonObject): ContainerSettings {
  const mounts = list(host, 'Mounts').filter(isJsonObject);
  return {
    isPrivileged: field(host, 'Privileged') === true,
    mounts: [...strings(host, 'Binds').flatMap(readBind), ...mounts.flatMap(readMount)],
    addedCapabilities: strings(host, 'CapAdd'),
    hostNamespaces: namespaces(host),
    devices: [
      ...list(host, 'Devices').filter(isJsonObject).map((device) => text(device, 'PathOnHost')),
      ...strings(host, 'DeviceCgroupRules').map((rule) => `cgroup rule ${rule}`),
    ],
    unconfined: [...strings(host, 'SecurityOpt').flatMap(readSecurityOption), ...readPaths(host)],
  };
} // prettier-ignore

/** Of a Swarm service. */
export function readContainerSpec(spec: JsonObject): ContainerSettings {
  const privileges = field(spec, 'Privileges');
  const of = (name: string): string => {
    const member = isJsonObject(privileges) ? field(privileges, name) : undefined;
    return isJsonObject(member) ? text(member, 'Mode') : '';
  };
  return {
    isPrivileged: false,
    mounts: list(spec, 'Mounts').filter(isJsonObject).flatMap(readMount),
    addedCapabilities: strings(spec, 'CapabilityAdd'),
    hostNamespaces: [],
    devices: [],
    unconfined: [...(of('Seccomp') === 'unconfined' ? ['seccomp'] : []), ...(of('AppArmor') === 'disabled' ? ['AppArmor'] : [])],
  };
} // prettier-ignore

/** A volume of the driver `local` can be a folder of the host under another name. */
export function readVolumeOptions(options: unknown): readonly HostMount[] {
  if (!isJsonObject(options)) return [];
  const device = text(options, 'device');
  return device.startsWith('/') ? [{ path: device, isReadOnly: /(?:^|,)ro(?:,|$)/.test(text(options, 'o')) }] : [];
}

/** `SOURCE:TARGET[:OPTIONS]`; a source that is no path is the name of a volume. */
function readBind(bind: string): readonly HostMount[] {
  const [source = '', , options = ''] = bind.split(':');
  return source.startsWith('/') ? [{ path: source, isReadOnly: options.split(',').includes('ro') }] : [];
}

function readMount(mount: JsonObject): readonly HostMount[] {
  const type = text(mount, 'Type').toLowerCase();
  if (type === 'bind' || type === 'npipe') return [{ path: text(mount, 'Source'), isReadOnly: field(mount, 'ReadOnly') === true }];
  const volume = field(mount, 'VolumeOptions');
  const driver = isJsonObject(volume) ? field(volume, 'DriverConfig') : undefined;
  return isJsonObject(driver) ? readVolumeOptions(field(driver, 'Options')) : [];
}

const modes: readonly (readonly [member: string, namespace: HostNamespace])[] = [['NetworkMode', 'network'], ['PidMode', 'pid'], ['IpcMode', 'ipc'], ['UTSMode', 'uts'], ['UsernsMode', 'user'], ['CgroupnsMode', 'cgroup']]; // prettier-ignore

function namespaces(host: JsonObject): readonly HostNamespace[] {
  return modes.filter(([member]) => text(host, member).trim().toLowerCase() === 'host').map(([, namespace]) => namespace);
}

function readSecurityOption(option: string): readonly string[] {
  const [, name = '', value = ''] = /^\s*([a-z-]+)\s*[=:]\s*(.*?)\s*$/i.exec(option) ?? [];
  if (name === 'label' && value === 'disable') return ['SELinux'];
  if (value !== 'unconfined') return [];
  return [name === 'seccomp' ? 'seccomp' : name === 'apparmor' ? 'AppArmor' : name];
}

/** `--security-opt systempaths=unconfined` comes as two empty lists. */
function readPaths(host: JsonObject): readonly string[] {
  const masked = field(host, 'MaskedPaths');
  return Array.isArray(masked) && masked.length === 0 ? ['masking of /proc'] : [];
}

function list(object: JsonObject, name: string): readonly unknown[] {
  const value = field(object, name);
  return Array.isArray(value) ? value : [];
}

function strings(object: JsonObject, name: string): readonly string[] {
  return list(object, name).filter((each) => typeof each === 'string');
}

function text(object: JsonObject, name: string): string {
  const value = field(object, name);
  return typeof value === 'string' ? value : '';
}
