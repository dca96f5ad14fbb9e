import { posix } from 'node:path';
import { findNameFault } from '../../lib/json/find-name-fault.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { type AuthorizationRequest, type EngineRequest } from './engine-request.ts';
import { readContainerSpec, readHostConfig, readVolumeOptions } from './read-engine-settings.ts';

/** What a request asks of the engine. The path is taken as dockerd's router does: any version, and slashes that do not count. */
export function readEngineRequest({ method, uri, body }: AuthorizationRequest): EngineRequest {
  const [path = '', query = ''] = uri.split('?', 2);
  // The router sees the decoded path; what it would redirect is looked at as what it leads to.
  const parts = posix.normalize(`/${decode(path)}`).split('/').filter((part) => part !== ''); // prettier-ignore
  if (/^v\d[\d.]*$/.test(parts[0] ?? '')) parts.shift();
  const [family = '', name = '', verb = ''] = parts;
  if (method.toUpperCase() !== 'POST') return { kind: 'other' };
  const route = parts.length === 2 ? `${family}/${name}` : `${family}/*/${verb}`;
  switch (route) {
    case 'images/create':
      return readPull(new URLSearchParams(query));
    case 'containers/*/start':
    case 'containers/*/restart':
    case 'containers/*/unpause':
      return { kind: 'start', container: name };
    case 'containers/create':
    case 'containers/*/exec':
    case 'services/create':
    case 'services/*/update':
    case 'volumes/create':
      return readBody(route, name, body);
    default:
      return family === 'plugins' ? { kind: 'plugin' } : { kind: 'other' };
  }
}

function readPull(query: URLSearchParams): EngineRequest {
  const image = query.get('fromImage') ?? '';
  const tag = query.get('tag') ?? '';
  // Without a name it is an import of a file.
  if (image === '') return { kind: 'other' };
  return { kind: 'pull', image: tag === '' ? image : `${image}${tag.includes(':') ? '@' : ':'}${tag}` };
}

function readBody(route: string, name: string, body: Uint8Array | undefined): EngineRequest {
  if (body === undefined || body.length === 0)
    return { kind: 'unseen', why: 'the body of the request could not be seen (dockerd shows none that is sent in chunks or has more than 1 MiB)' };
  let value: unknown;
  try {
    value = parseJsonBounded(body, { maxBytes: limits.documentBytes, maxDepth: limits.documentDepth });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { kind: 'unseen', why: `the body of the request ${error.message}` };
  }
  // dockerd reads names in any case, and the last of two.
  const fault = findNameFault(body, names);
  if (fault !== undefined) return { kind: 'unseen', why: `the body of the request ${fault}` };
  if (!isJsonObject(value)) return { kind: 'unseen', why: 'the body of the request is no JSON object' };
  return readMembers(route, name, value);
} // prettier-ignore

function readMembers(route: string, name: string, body: JsonObject): EngineRequest {
  switch (route) {
    case 'containers/create':
      return { kind: 'create', image: textOf(body, 'Image'), settings: readHostConfig(objectOf(body, 'HostConfig')), labels: labelsOf(body) };
    case 'containers/*/exec':
      return { kind: 'exec', container: name, isPrivileged: field(body, 'Privileged') === true };
    case 'volumes/create': {
      const mounts = readVolumeOptions(field(body, 'DriverOpts'));
      return { kind: 'volume', settings: { ...readHostConfig({}), mounts } };
    }
    default: {
      const spec = objectOf(objectOf(body, 'TaskTemplate'), 'ContainerSpec');
      return { kind: 'create', image: textOf(spec, 'Image'), settings: readContainerSpec(spec), labels: labelsOf(spec) };
    }
  }
} // prettier-ignore

/** Labels of a container or a service, for the one that breaks the glass. */
export function labelsOf(object: JsonObject, name = 'Labels'): ReadonlyMap<string, string> {
  const labels = objectOf(object, name);
  return new Map(Object.entries(labels).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])));
}

export function objectOf(object: JsonObject, name: string): JsonObject {
  const value = field(object, name);
  return isJsonObject(value) ? value : {};
}

export function textOf(object: JsonObject, name: string): string {
  const value = field(object, name);
  return typeof value === 'string' ? value : '';
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const names = {
  known: new Set(
    `Image HostConfig Labels Privileged Binds Mounts Type Source Target ReadOnly CapAdd NetworkMode PidMode IpcMode UTSMode UsernsMode CgroupnsMode
     Devices PathOnHost DeviceCgroupRules SecurityOpt MaskedPaths ReadonlyPaths VolumeOptions DriverConfig Options DriverOpts TaskTemplate ContainerSpec
     CapabilityAdd Privileges Seccomp AppArmor Mode VolumesFrom`.split(/\s+/),
  ),
  maps: new Set(
    'Labels Options DriverOpts Sysctls ExposedPorts Volumes PortBindings StorageOpt Annotations Config EndpointsConfig Tmpfs'.split(' '),
  ),
}; // prettier-ignore
