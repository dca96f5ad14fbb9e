import { unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, parseJsonObject, type JsonObject } from '../json-object.ts';
import { type LanguagePurl } from '../language-package.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { swiftName } from './swift-name.ts';

/** Package.resolved, versions 1 to 3: swiftlang/swift-package-manager, Sources/PackageGraph/ResolvedPackagesStore.swift. It has no edges. */
export function parsePackageResolved(content: Uint8Array): Lock {
  const lock = parseJsonObject(content);
  if (lock === undefined) return unreadableLock('is not a JSON object');
  const pins = asObject(lock['object'])?.['pins'] ?? lock['pins'];
  // A project without dependencies has none, and old ones leave an empty object.
  if (pins === undefined && Object.keys(lock).length === 0) return { records: [], problems: [] };
  if (!Array.isArray(pins)) return unreadableLock('has no list of pins');
  const problems: string[] = [];
  const records = pins.flatMap((pin) => readPin(asObject(pin) ?? {}) ?? (problems.push('has a pin without a location and a state'), []));
  return { records, problems };
}

/** Advisories name packages by the address of their repository; those of a registry have an identity, `scope.name`. A branch is no version that could be compared. */
function readPin(pin: JsonObject): LockRecord | undefined {
  const location = asText(pin['location']) ?? asText(pin['repositoryURL']);
  const identity = asText(pin['identity']) ?? asText(pin['package']);
  const state = asObject(pin['state']);
  const version = asText(state?.['version']) ?? asText(state?.['branch']) ?? asText(state?.['revision']);
  const kind = asText(pin['kind']);
  if (kind === 'registry' && identity !== undefined && version !== undefined) return registryPin(identity, version);
  if (location === undefined || version === undefined) return undefined;
  if (kind === 'localSourceControl' || !location.includes(':'))
    return { key: location, name: identity ?? location, version, isOwn: true, dependencies: [] };
  const name = swiftName(location);
  return { key: name, name, version, dependencies: [], ...purlOf(name) };
}

function registryPin(identity: string, version: string): LockRecord {
  const dot = identity.indexOf('.');
  const purl: LanguagePurl = dot <= 0 ? {} : { namespace: identity.slice(0, dot), name: identity.slice(dot + 1) };
  return { key: identity, name: identity, version, dependencies: [], ...(dot <= 0 ? { purl: { type: 'generic' } } : { purl }) };
}

/** The purl type asks for a namespace. */
function purlOf(name: string): { readonly purl?: LanguagePurl } {
  return name.includes('/') ? {} : { purl: { type: 'generic' } };
}
