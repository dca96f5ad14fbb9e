import { goJson } from '../crypto/go-json.ts';
import { type JsonMap, type JsonValue } from '../crypto/json-value.ts';
import { keyToJson, type PublicKey } from '../crypto/public-key.ts';
import { formatMetadataTime } from './metadata-time.ts';
import {
  type DelegatedRole,
  type FileMeta,
  type Metadata,
  type MetadataSignature,
  type RoleKeys,
  type TargetsMetadata,
} from './metadata.ts';

/** The signed part of a metadata file, with every member that notary's types have (tuf/data). */
export function metadataToJson(metadata: Metadata): JsonMap {
  const type = metadata.kind.charAt(0).toUpperCase() + metadata.kind.slice(1);
  const common: readonly (readonly [string, JsonValue])[] = [
    ['_type', type],
    ['expires', formatMetadataTime(metadata.expires)],
    ['version', metadata.version],
  ];
  return new Map([...common, ...ownMembers(metadata)]);
}

/**
 * The bytes to publish and to cache: what Go's `json.Marshal` writes, `{"signed":…,"signatures":[…]}` without spaces and with the signed
 * part in canonical order. Throws RangeError on a name with control characters.
 */
export function encodeMetadataFile(signed: JsonMap, signatures: readonly MetadataSignature[]): Buffer {
  const list = signatures.map(
    ({ keyId, method, bytes }) => `{"keyid":"${keyId}","method":"${method}","sig":"${bytes.toString('base64')}"}`,
  );
  return Buffer.concat([Buffer.from('{"signed":'), goJson(signed), Buffer.from(`,"signatures":[${list.join(',')}]}`)]);
}

function ownMembers(metadata: Metadata): readonly (readonly [string, JsonValue])[] {
  switch (metadata.kind) {
    case 'root':
      return [
        ['consistent_snapshot', metadata.consistentSnapshot],
        ['keys', mapValues(metadata.keys, keyToJson)],
        ['roles', mapValues(new Map(Object.entries(metadata.roles)), roleKeysToJson)],
      ];
    case 'targets':
      return [
        ['targets', mapValues(metadata.targets, fileMetaToJson)],
        ['delegations', delegationsToJson(metadata.delegations)],
      ];
    case 'snapshot':
      return [['meta', mapValues(metadata.meta, fileMetaToJson)]];
    case 'timestamp':
      return [['meta', new Map([['snapshot', fileMetaToJson(metadata.snapshot)]])]];
  }
}

function delegationsToJson(delegations: TargetsMetadata['delegations']): JsonValue {
  const usable = mapValues(delegations.keys, (key: PublicKey) => keyToJson(key));
  const unusable = mapValues(delegations.unusableKeys, ({ json }) => json);
  return new Map<string, JsonValue>([
    ['keys', new Map([...usable, ...unusable])],
    ['roles', delegations.roles.map(delegatedRoleToJson)],
  ]);
}

function roleKeysToJson(role: RoleKeys): JsonMap {
  return new Map<string, JsonValue>([
    ['keyids', role.keyIds],
    ['threshold', role.threshold],
  ]);
}

/** Go omits `paths` when there are none. */
function delegatedRoleToJson(role: DelegatedRole): JsonMap {
  const paths: readonly (readonly [string, JsonValue])[] = role.paths.length === 0 ? [] : [['paths', role.paths]];
  return new Map<string, JsonValue>([...roleKeysToJson(role), ['name', role.name], ...paths]);
}

function fileMetaToJson(meta: FileMeta): JsonValue {
  const custom: readonly (readonly [string, JsonValue])[] = meta.custom === undefined ? [] : [['custom', meta.custom]];
  return new Map<string, JsonValue>([
    ['hashes', mapValues(meta.hashes, (hash) => hash.toString('base64'))],
    ['length', meta.length],
    ...custom,
  ]);
}

function mapValues<T>(map: ReadonlyMap<string, T>, toJson: (value: T) => JsonValue): JsonMap {
  return new Map(Array.from(map, ([name, value]) => [name, toJson(value)]));
}
