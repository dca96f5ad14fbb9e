import { decodeExactBase64 } from '../../../lib/bytes/decode-exact-base64.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import {
  field,
  type JsonObject,
  optional,
  readArray,
  readBoolean,
  readCount,
  readMap,
  readObject,
  readString,
} from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PublicKey, readPublicKey } from '../../crypto/public-key.ts';
import { type Change, type DelegationEdit, type TargetContent } from './change.ts';

/** The file of a change, as notary 0.7 writes it: members in this order, its data as JSON in base64. */
export function formatChange(change: Change): string {
  const line = (action: string, role: string, type: string, path: string, data?: object): string =>
    JSON.stringify({ action, role, type, path, data: data === undefined ? null : Buffer.from(JSON.stringify(data)).toString('base64') });
  switch (change.kind) {
    case 'add target':
      return line('create', change.role, 'target', change.name, targetJson(change.target));
    case 'remove target':
      return line('delete', change.role, 'target', change.name);
    case 'add delegation':
      return line('create', change.role, 'delegation', '', editJson(change.edit));
    case 'update delegation':
      return line('update', change.role, 'delegation', '', editJson(change.edit));
    case 'remove delegation':
      return line('delete', change.role, 'delegation', '');
    case 'purge keys':
      return line('update', `${change.parent}/*`, 'delegation', '', { remove_keys: change.keyIds });
    case 'witness':
      return line('update', change.role, 'witness', '');
    case 'replace keys':
      return line('create', 'root', 'role', change.role, { keys: change.keys.map(keyJson), role: change.role });
  }
}

/** Throws TRUST_FILE_UNUSABLE; `what` names the file. An unknown change is an error, because skipping it would lose it. */
export function parseChange(bytes: Uint8Array, what: string): Change {
  try {
    return readChange(readObject(parseJsonBounded(bytes, { maxBytes: limits.stagedChangeBytes, maxDepth: 4 }), 'change'));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('TRUST_FILE_UNUSABLE', `the staged change ${what}: ${error.message}`, {
      cause: error,
      hint: 'remove it with pratique trust reset, or publish it with the program that staged it',
    });
  }
}

function readChange(json: JsonObject): Change {
  const [action, role, type] = ['action', 'role', 'type'].map((name) => readString(field(json, name), name)) as [string, string, string];
  const path = optional(field(json, 'path'), 'path', readString) ?? '';
  const kind = `${action} ${type}`;
  if (kind === 'create target') return { kind: 'add target', role, name: path, target: readTarget(readData(json)) };
  if (kind === 'delete target') return { kind: 'remove target', role, name: path };
  if (kind === 'create delegation') return { kind: 'add delegation', role, edit: readEdit(readData(json)) };
  if (kind === 'delete delegation') return { kind: 'remove delegation', role };
  if (kind === 'update witness') return { kind: 'witness', role };
  if (kind === 'create role' && role === 'root') return readKeyChange(readData(json));
  if (kind !== 'update delegation') throw new JsonError('type', `${kind} of ${role} is not supported`);
  const edit = readEdit(readData(json));
  if (!role.endsWith('/*')) return { kind: 'update delegation', role, edit };
  return { kind: 'purge keys', parent: role.slice(0, -2), keyIds: edit.removeKeyIds ?? [] };
}

function readData(json: JsonObject): JsonObject {
  const bytes = decodeExactBase64(readString(field(json, 'data'), 'data'));
  if (bytes === undefined) throw new JsonError('type', 'data is not base64');
  return readObject(parseJsonBounded(bytes, { maxBytes: limits.stagedChangeBytes, maxDepth: 8 }), 'data');
}

function targetJson({ length, hashes }: TargetContent): object {
  return { length, hashes: Object.fromEntries([...hashes].map(([name, hash]) => [name, hash.toString('base64')])) };
}

function readTarget(json: JsonObject): TargetContent {
  const custom = field(json, 'custom');
  if (custom !== undefined) throw new JsonError('type', 'custom data of a target is not supported');
  return { length: readCount(field(json, 'length'), 'length'), hashes: readMap(field(json, 'hashes'), 'hashes', readHash) };
}

function readHash(value: unknown, what: string): Buffer {
  const bytes = decodeExactBase64(readString(value, what));
  if (bytes === undefined) throw new JsonError('type', `${what} is not base64`);
  return bytes;
}

/** client/changelist/change.go, TUFDelegation: empty members are omitted. */
function editJson({
  threshold,
  addKeys = [],
  removeKeyIds = [],
  addPaths = [],
  removePaths = [],
  clearPaths = false,
}: DelegationEdit): object {
  return {
    ...(threshold === undefined ? {} : { threshold }),
    ...(addKeys.length === 0 ? {} : { add_keys: addKeys.map(keyJson) }),
    ...(removeKeyIds.length === 0 ? {} : { remove_keys: removeKeyIds }),
    ...(addPaths.length === 0 ? {} : { add_paths: addPaths }),
    ...(removePaths.length === 0 ? {} : { remove_paths: removePaths }),
    ...(clearPaths ? { clear_paths: true } : {}),
  };
}

function readEdit(json: JsonObject): DelegationEdit {
  const list = <T>(name: string, read: (value: unknown, what: string) => T): readonly T[] | undefined =>
    optional(field(json, name), name, (value, what) => readArray(value, what, read));
  const threshold = optional(field(json, 'threshold'), 'threshold', readCount);
  const addKeys = list('add_keys', readKey);
  const removeKeyIds = list('remove_keys', readString);
  const addPaths = list('add_paths', readString);
  const removePaths = list('remove_paths', readString);
  return {
    ...(threshold === undefined || threshold === 0 ? {} : { threshold }),
    ...(addKeys === undefined ? {} : { addKeys }),
    ...(removeKeyIds === undefined ? {} : { removeKeyIds }),
    ...(addPaths === undefined ? {} : { addPaths }),
    ...(removePaths === undefined ? {} : { removePaths }),
    ...(optional(field(json, 'clear_paths'), 'clear_paths', readBoolean) === true ? { clearPaths: true } : {}),
  };
}

function readKeyChange(json: JsonObject): Change {
  return { kind: 'replace keys', role: readString(field(json, 'role'), 'role'), keys: readArray(field(json, 'keys'), 'keys', readKey) };
}

function keyJson({ type, public: bytes }: PublicKey): object {
  return { keytype: type, keyval: { public: bytes.toString('base64'), private: null } };
}

function readKey(value: unknown, what: string): PublicKey {
  const json = readObject(value, what);
  return readPublicKey(
    readString(field(json, 'keytype'), 'keytype'),
    readHash(field(readObject(field(json, 'keyval'), 'keyval'), 'public'), 'public'),
  );
}
