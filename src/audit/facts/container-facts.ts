import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { HostUnreadable } from '../host.ts';
import { type Known } from '../known.ts';
import { objectIn } from './object-in.ts';

/** A running container as the engine describes it; Docker Engine API, ContainerInspect. */
export interface ContainerFacts {
  readonly id: string;
  /** Without the slash in front. */
  readonly name: string;
  /** As it was named when the container was made. */
  readonly image: string;
  readonly imageId?: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly description: JsonObject;
  /** Command lines of its processes; absent where they were not asked for. */
  readonly processes?: Known<readonly string[]>;
  /** Its `/etc/passwd`; absent where it was not needed. */
  readonly passwd?: Known<string>;
}

export function readContainer(value: unknown): ContainerFacts {
  if (!isJsonObject(value)) throw new HostUnreadable('the description of a container is not an object');
  const config = objectIn(value, 'Config');
  const id = textIn(value, 'Id') ?? '';
  const imageId = textIn(value, 'Image');
  return {
    id,
    name: textIn(value, 'Name')?.replace(/^\//, '') || id.slice(0, 12),
    image: textIn(config, 'Image') ?? textIn(value, 'ImageName') ?? imageId ?? '',
    ...(imageId === undefined ? {} : { imageId: imageId.includes(':') ? imageId : `sha256:${imageId}` }),
    labels: readLabels(field(config, 'Labels')),
    description: value,
  };
}

/** What the engine says of the container at this path, null included. Throws HostUnreadable where it does not say: not even a pass may rest on silence. */
export function said({ description, name }: ContainerFacts, path: string): unknown {
  let at: unknown = description;
  for (const key of path.split('.')) {
    if (!isJsonObject(at) || !Object.hasOwn(at, key)) throw new HostUnreadable(`${name}: the engine does not report ${path}`);
    at = at[key];
  }
  return at;
}

/** As {@link said}, as a list of texts; null is none. */
export function saidList(container: ContainerFacts, path: string): readonly string[] {
  const value = said(container, path);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** As {@link said}, as a list of objects; null is none. */
export function saidObjects(container: ContainerFacts, path: string): readonly JsonObject[] {
  const value = said(container, path);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function readLabels(value: unknown): ReadonlyMap<string, string> {
  return new Map(isJsonObject(value) ? Object.entries(value).map(([key, each]) => [key, String(each)]) : []);
}

function textIn(object: JsonObject, key: string): string | undefined {
  const value = field(object, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
