import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { HostUnreadable } from '../host.ts';
import { textOf } from './text-of.ts';

/** An image in the engine's store; Docker Engine API, ImageInspect and ImageHistory. */
export interface ImageFacts {
  readonly id: string;
  /** Its first tag, or the start of its id. */
  readonly name: string;
  readonly tags: readonly string[];
  /** `repository@sha256:…`, where it came from a registry. */
  readonly repositoryDigests: readonly string[];
  readonly hasHealthcheck: boolean;
  /** How each layer came to be, the base first. */
  readonly history: readonly string[];
}

export function readImage(description: unknown, history: unknown): ImageFacts {
  if (!isJsonObject(description)) throw new HostUnreadable('the description of an image is not an object');
  const id = field(description, 'Id');
  const tags = field(description, 'RepoTags');
  const digests = field(description, 'RepoDigests');
  const config = field(description, 'Config');
  const healthcheck = isJsonObject(config) ? field(config, 'Healthcheck') : undefined;
  const names = Array.isArray(tags) ? tags.map(textOf).filter((tag) => tag !== '' && tag !== '<none>:<none>') : [];
  const ownId = typeof id === 'string' ? id : '';
  return {
    id: ownId.includes(':') ? ownId : `sha256:${ownId}`,
    name: names[0] ?? ownId.replace(/^sha256:/, '').slice(0, 12),
    tags: names,
    repositoryDigests: Array.isArray(digests) ? digests.map(textOf).filter((digest) => digest.includes('@')) : [],
    hasHealthcheck: hasTest(healthcheck),
    history: readHistory(history),
  };
}

/** `HEALTHCHECK NONE` switches off what the base has. */
function hasTest(healthcheck: unknown): boolean {
  const test = isJsonObject(healthcheck) ? field(healthcheck, 'Test') : undefined;
  return Array.isArray(test) && test.length > 0 && test[0] !== 'NONE';
}

/** The engine has the newest first. */
function readHistory(history: unknown): readonly string[] {
  if (!Array.isArray(history)) return [];
  return history
    .filter(isJsonObject)
    .map((entry) => textOf(field(entry, 'CreatedBy')))
    .reverse();
}
