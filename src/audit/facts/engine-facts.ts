import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { HostUnreadable } from '../host.ts';
import { textOf } from './text-of.ts';

/** What the engine says of itself; Docker Engine API, SystemVersion and SystemInfo. */
export interface EngineFacts {
  readonly title: 'Docker' | 'Podman';
  readonly version: string;
  readonly operatingSystem: string;
  readonly isRootless: boolean;
  /** `apparmor`, `seccomp`, `userns`, …, each with what follows it: `profile=builtin`. */
  readonly securityOptions: ReadonlyMap<string, string>;
  readonly info: JsonObject;
}

export function readEngineFacts(version: unknown, info: unknown): EngineFacts {
  if (!isJsonObject(version) || !isJsonObject(info)) throw new HostUnreadable('the engine’s description of itself is not an object');
  const options = field(info, 'SecurityOptions');
  const securityOptions = new Map<string, string>();
  for (const each of Array.isArray(options) ? options : []) {
    if (typeof each !== 'string') continue;
    // `name=seccomp,profile=builtin`; old ones and Podman's are bare names.
    const [name = '', ...rest] = each.replace(/^name=/, '').split(',');
    securityOptions.set(name, rest.join(','));
  }
  return {
    title: isPodman(version) ? 'Podman' : 'Docker',
    version: text(version, 'Version') ?? 'of unknown version',
    operatingSystem: text(info, 'OperatingSystem') ?? 'unknown operating system',
    isRootless: securityOptions.has('rootless') || field(info, 'Rootless') === true,
    securityOptions,
    info,
  };
}

/** Podman names itself among the components; its version is the engine's. */
function isPodman(version: JsonObject): boolean {
  const components = field(version, 'Components');
  return Array.isArray(components) && components.some((one) => isJsonObject(one) && /podman/i.test(textOf(field(one, 'Name'))));
}

/** What the engine reports, which may be null; throws HostUnreadable where it says nothing. */
export function infoField({ info, title }: EngineFacts, ...path: readonly string[]): unknown {
  let at: unknown = info;
  for (const key of path) {
    if (!isJsonObject(at) || !Object.hasOwn(at, key)) throw new HostUnreadable(`${title} does not report ${path.join('.')}`);
    at = at[key];
  }
  return at;
}

function text(object: JsonObject, key: string): string | undefined {
  const value = field(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
