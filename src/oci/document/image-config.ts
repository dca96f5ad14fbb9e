import { JsonError } from '../../lib/json/json-error.ts';
import {
  field,
  isJsonObject,
  optional,
  readArray,
  readBoolean,
  readMap,
  readObject,
  readString,
  type JsonObject,
} from '../../lib/json/json-readers.ts';
import { isDigest, type Digest } from '../../model/digest.ts';
import { type HistoryEntry, type ImageConfig } from '../../model/image.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { limits } from '../../model/limits.ts';
import { type Platform } from '../../model/platform.ts';
import { configNames } from './document-names.ts';
import { parseDocument } from './parse-document.ts';

export interface DecodedConfig {
  readonly config: ImageConfig;
  /** `unknown` where the configuration does not say it. */
  readonly platform: Platform;
  readonly issues: readonly Issue[];
}

/**
 * Decodes an image configuration; OCI image-spec, config.md. Runtimes take what they can of it, and so do we: a field of a wrong
 * type is left out and named in an issue. Throws DOCUMENT_INVALID only for what is not a JSON object, and DOCUMENT_TOO_LARGE.
 */
export function decodeImageConfig(bytes: Uint8Array, what: string): DecodedConfig {
  const object = parseDocument(bytes, what, readObject, { names: configNames });
  const issues: Issue[] = [];
  const top = new TolerantReader(object, what, issues);
  const run = new TolerantReader(top.read('config', readObject) ?? {}, `${what}: config`, issues);
  const rootfs = new TolerantReader(top.require('rootfs', readObject) ?? {}, `${what}: rootfs`, issues);
  if (isJsonObject(field(object, 'rootfs'))) rootfs.require('type', readRootfsType);
  const config: ImageConfig = {
    ...present('created', top.read('created', readString)),
    ...present('author', top.read('author', readString)),
    ...present('user', run.read('User', readString)),
    ...present('workingDirectory', run.read('WorkingDir', readString)),
    ...present('stopSignal', run.read('StopSignal', readString)),
    env: checkEnv(run.read('Env', readStrings) ?? [], what, issues),
    entrypoint: run.read('Entrypoint', readStrings) ?? [],
    cmd: run.read('Cmd', readStrings) ?? [],
    exposedPorts: run.read('ExposedPorts', readKeys) ?? [],
    volumes: run.read('Volumes', readKeys) ?? [],
    labels: cutLabels(run.read('Labels', readLabels) ?? new Map<string, string>(), what, issues),
    hasHealthcheck: run.read('Healthcheck', readHealthcheck) ?? false,
    history: top.read('history', readHistory) ?? [],
    diffIds: rootfs.read('diff_ids', readDiffIds) ?? [],
  };
  return { config, platform: readPlatform(top), issues };
}

/** What an issue about a document names as its origin. */
export const documentOrigin = 'image-document';

class TolerantReader {
  readonly #object: JsonObject;
  readonly #what: string;
  readonly #issues: Issue[];

  constructor(object: JsonObject, what: string, issues: Issue[]) {
    this.#object = object;
    this.#what = what;
    this.#issues = issues;
  }

  read<T>(key: string, read: (value: unknown, what: string) => T): T | undefined {
    try {
      return optional(field(this.#object, key), `${this.#what}: ${key}`, read);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      this.#issues.push(makeIssue('IMAGE_DOCUMENT', documentOrigin, error.message));
      return undefined;
    }
  }

  require<T>(key: string, read: (value: unknown, what: string) => T): T | undefined {
    if (field(this.#object, key) === undefined)
      this.#issues.push(makeIssue('IMAGE_DOCUMENT', documentOrigin, `${this.#what}: ${key} is missing`));
    return this.read(key, read);
  }
}

function present<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Record<K, string>);
}

function readPlatform(top: TolerantReader): Platform {
  return {
    os: top.require('os', readString) || 'unknown',
    architecture: top.require('architecture', readString) || 'unknown',
    ...present('variant', top.read('variant', readString)),
    ...present('osVersion', top.read('os.version', readString)),
  };
}

function readRootfsType(value: unknown, what: string): string {
  if (value === 'layers') return value;
  throw new JsonError('type', `${what} is ${JSON.stringify(value).slice(0, 60)}, not "layers"`);
}

function readStrings(value: unknown, what: string): readonly string[] {
  return readArray(value, what, readString);
}

/** Runtimes hand on an entry without a value, and so it stays; OCI image-spec, config.md, requires `NAME=value`. The text is not repeated: it may be a secret. */
function checkEnv(env: readonly string[], what: string, issues: Issue[]): readonly string[] {
  const wrong = env.flatMap((entry, index) => (entry.indexOf('=') > 0 ? [] : [`Env[${index}]`]));
  if (wrong.length === 0) return env;
  const shown = `${wrong.slice(0, 5).join(', ')}${wrong.length > 5 ? ` and ${wrong.length - 5} more` : ''}`;
  issues.push(makeIssue('IMAGE_DOCUMENT', documentOrigin, `${what}: config: ${shown}: not NAME=value`));
  return env;
}

/** Sets are written as objects with empty members. */
function readKeys(value: unknown, what: string): readonly string[] {
  return Object.keys(readObject(value, what));
}

function readLabels(value: unknown, what: string): ReadonlyMap<string, string> {
  return readMap(value, what, readString);
}

function cutLabels(labels: ReadonlyMap<string, string>, what: string, issues: Issue[]): ReadonlyMap<string, string> {
  if (labels.size <= limits.labels) return labels;
  const message = `${what}: ${labels.size} labels; the first ${limits.labels} are kept`;
  issues.push(makeIssue('IMAGE_DOCUMENT', documentOrigin, message));
  return new Map([...labels].slice(0, limits.labels));
}

/** `NONE` switches off what a base image had; Dockerfile reference, HEALTHCHECK. */
function readHealthcheck(value: unknown, what: string): boolean {
  const test = optional(field(readObject(value, what), 'Test'), `${what}.Test`, readStrings) ?? [];
  return test.length > 0 && test[0] !== 'NONE';
}

function readHistory(value: unknown, what: string): readonly HistoryEntry[] {
  return readArray(value, what, readHistoryEntry);
}

function readHistoryEntry(value: unknown, what: string): HistoryEntry {
  const object = readObject(value, what);
  const text = (key: string): string | undefined => optional(field(object, key), `${what}.${key}`, readString);
  return {
    ...present('created', text('created')),
    ...present('createdBy', text('created_by')),
    ...present('comment', text('comment')),
    isEmptyLayer: optional(field(object, 'empty_layer'), `${what}.empty_layer`, readBoolean) ?? false,
  };
}

/** All or none: with one missing, the others would be compared with the wrong layers. */
function readDiffIds(value: unknown, what: string): readonly Digest[] {
  return readArray(value, what, (element, name) => {
    if (isDigest(element)) return element;
    throw new JsonError('type', `${name} is not a sha256 or sha512 digest`);
  });
}
