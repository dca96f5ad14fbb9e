import {
  field,
  isJsonObject,
  type JsonObject,
  optional,
  readArray,
  readCount,
  readObject,
  readString,
} from '../../lib/json/json-readers.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { type Condition, type RuleFilter, type SeccompProfile, type SeccompRule } from './seccomp-profile.ts';
import { members } from './vocabulary.ts';

/** A profile that was read, and what no runtime reads of it. */
export interface ReadProfile {
  readonly profile: SeccompProfile;
  /** Where in the document it is: `linux.seccomp.` in a `config.json` of the OCI runtime specification, otherwise empty. */
  readonly prefix: string;
  /** Paths of members that are not of a profile. */
  readonly unknownMembers: readonly string[];
}

/** Throws {@link JsonError} for what is not JSON or no profile. */
export function readSeccompProfile(bytes: Uint8Array): ReadProfile {
  const document = readObject(parseJsonBounded(bytes, { maxBytes: limits.documentBytes, maxDepth: 16 }), 'the profile');
  const inRuntime = field(document, 'linux');
  const nested = isJsonObject(inRuntime) ? field(inRuntime, 'seccomp') : undefined;
  const prefix = nested === undefined ? '' : 'linux.seccomp.';
  const root = nested === undefined ? document : readObject(nested, 'linux.seccomp');
  if (field(root, 'defaultAction') === undefined && field(root, 'syscalls') === undefined)
    throw new JsonError('type', 'has neither defaultAction nor syscalls, so it is no seccomp profile');
  const unknown: string[] = unknownOf(root, members.profile, prefix);
  const errno = field(root, 'defaultErrnoRet');
  const listener = field(root, 'listenerPath');
  const profile = {
    defaultAction: optional(field(root, 'defaultAction'), `${prefix}defaultAction`, readString) ?? '',
    ...(errno === undefined ? {} : { defaultErrno: readCount(errno, `${prefix}defaultErrnoRet`) }),
    architectures: readStrings(root, 'architectures', prefix),
    archMap: (optional(field(root, 'archMap'), `${prefix}archMap`, (value, what) => readArray(value, what, readMapping)) ?? []),
    flags: readStrings(root, 'flags', prefix),
    ...(listener === undefined ? {} : { listenerPath: readString(listener, `${prefix}listenerPath`) }),
    rules:
      optional(field(root, 'syscalls'), `${prefix}syscalls`, (value, what) =>
        readArray(value, what, (rule, at) => readRule(readObject(rule, at), at, unknown)),
      ) ?? [],
  }; // prettier-ignore
  return { profile, prefix, unknownMembers: unknown };
}

function readMapping(value: unknown, what: string): SeccompProfile['archMap'][number] {
  const object = readObject(value, what);
  return {
    architecture: readString(field(object, 'architecture'), `${what}.architecture`),
    subArchitectures: readStrings(object, 'subArchitectures', `${what}.`),
  };
}

function readRule(object: JsonObject, what: string, unknown: string[]): SeccompRule {
  unknown.push(...unknownOf(object, members.rule, `${what}.`));
  const name = field(object, 'name');
  const errno = field(object, 'errnoRet');
  return {
    // Before Docker 1.14 a rule had one name.
    names: [...(name === undefined ? [] : [readString(name, `${what}.name`)]), ...readStrings(object, 'names', `${what}.`)],
    action: optional(field(object, 'action'), `${what}.action`, readString) ?? '',
    ...(errno === undefined ? {} : { errno: readCount(errno, `${what}.errnoRet`) }),
    conditions:
      optional(field(object, 'args'), `${what}.args`, (value, at) =>
        readArray(value, at, (one, where) => readCondition(one, where, unknown)),
      ) ?? [],
    includes: readFilter(field(object, 'includes'), `${what}.includes`, unknown),
    excludes: readFilter(field(object, 'excludes'), `${what}.excludes`, unknown),
  };
}

function readCondition(value: unknown, what: string, unknown: string[]): Condition {
  const object = readObject(value, what);
  unknown.push(...unknownOf(object, members.condition, `${what}.`));
  return {
    index: readCount(field(object, 'index'), `${what}.index`),
    op: readString(field(object, 'op'), `${what}.op`),
    value: readCount(field(object, 'value') ?? 0, `${what}.value`),
    valueTwo: readCount(field(object, 'valueTwo') ?? 0, `${what}.valueTwo`),
  };
}

function readFilter(value: unknown, what: string, unknown: string[]): RuleFilter {
  const object = value === undefined ? {} : readObject(value, what);
  unknown.push(...unknownOf(object, members.filter, `${what}.`));
  const minKernel = field(object, 'minKernel');
  return {
    capabilities: readStrings(object, 'caps', `${what}.`),
    architectures: readStrings(object, 'arches', `${what}.`),
    ...(minKernel === undefined ? {} : { minKernel: readString(minKernel, `${what}.minKernel`) }),
  };
}

function readStrings(object: JsonObject, name: string, prefix: string): readonly string[] {
  return optional(field(object, name), `${prefix}${name}`, (value, what) => readArray(value, what, readString)) ?? [];
}

function unknownOf(object: JsonObject, known: readonly string[], prefix: string): string[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => `${prefix}${name}`);
}
