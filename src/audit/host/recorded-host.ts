import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type CommandAnswer, type FileStatus, type Host, HostUnreadable } from '../host.ts';
import { textOf } from '../facts/text-of.ts';

/**
 * A host as it was recorded. `record` is the content of its `host.json`; `inspected` what `docker inspect` printed of containers, which
 * alone is enough for the checks of containers.
 */
export function recordedHost(name: string, record: unknown, inspected: unknown): Host {
  const recorded = isJsonObject(record) ? record : {};
  const engine = inspected === undefined ? part(recorded, 'engine') : { ...part(recorded, 'engine'), ...answersOf(inspected) };
  return {
    name,
    address: textOf(field(recorded, 'address')),
    readFile: async (path) => {
      const content = await answerIn(part(recorded, 'files'), path, path);
      return typeof content === 'string' ? Buffer.from(content, 'base64') : undefined;
    },
    list: async (folder) => {
      const names = await answerIn(part(recorded, 'folders'), folder, folder);
      return Array.isArray(names) ? names.map(String) : undefined;
    },
    stat: async (path) => readStatus(await answerIn(part(recorded, 'statuses'), path, path)),
    run: async (argv) => readAnswer(await answerIn(part(recorded, 'commands'), argv.join(' '), argv.join(' '))),
    ask: async (path) => {
      const answer = await answerIn(engine, path, `the engine’s answer to ${path}`);
      const base64 = isJsonObject(answer) ? field(answer, 'base64') : undefined;
      return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : answer;
    },
  };
}

function part(record: JsonObject, key: string): JsonObject {
  const value = field(record, key);
  return isJsonObject(value) ? value : {};
}

/** `undefined`: recorded as absent. Throws HostUnreadable with what the record says, or that it says nothing. */
function answerIn(answers: JsonObject, key: string, what: string): Promise<unknown> {
  const answer = field(answers, key);
  if (!isJsonObject(answer)) return Promise.reject(new HostUnreadable(`${what} is not in the record`));
  const unread = field(answer, 'unread');
  if (typeof unread === 'string') return Promise.reject(new HostUnreadable(unread));
  return Promise.resolve(field(answer, 'value'));
}

function readStatus(value: unknown): FileStatus | undefined {
  if (!isJsonObject(value)) return undefined;
  const { type, mode, userId, groupId } = value;
  return { type: String(type) as FileStatus['type'], mode: Number(mode), userId: Number(userId), groupId: Number(groupId) };
}

function readAnswer(value: unknown): CommandAnswer | undefined {
  return isJsonObject(value) ? { status: Number(field(value, 'status')), stdout: textOf(field(value, 'stdout')) } : undefined;
}

/** The answers that an engine with these containers would give. */
function answersOf(inspected: unknown): JsonObject {
  const containers = (Array.isArray(inspected) ? inspected : [inspected]).filter(isJsonObject);
  const running = containers.filter((one) => {
    const state = field(one, 'State');
    return !isJsonObject(state) || field(state, 'Running') !== false;
  });
  return {
    '/containers/json?all=1': { value: running.map((one) => ({ Id: field(one, 'Id'), State: 'running' })) },
    ...Object.fromEntries(running.map((one) => [`/containers/${String(field(one, 'Id'))}/json`, { value: one }])),
  };
}
