import { unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, type JsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';

/**
 * stack.yaml.lock: docs.haskellstack.org, "Lock files". It has what is added to a snapshot; the packages of the snapshot itself are in a list on the web, so that
 * they are not known.
 */
export function parseStackLock(lock: JsonObject): Lock {
  if (!Array.isArray(lock['packages'])) return unreadableLock('has no list of packages');
  const problems: string[] = [];
  const records = lock['packages'].flatMap(
    (entry: unknown) =>
      readCompleted(asObject(asObject(entry)?.['completed']) ?? {}) ?? (problems.push('has an entry that is no package'), []),
  );
  const snapshots = Array.isArray(lock['snapshots']) ? lock['snapshots'].map((each) => snapshotName(asObject(each)?.['original'])) : [];
  return { records, problems, unpinned: snapshots };
}

function readCompleted(completed: JsonObject): LockRecord | undefined {
  const hackage = asText(completed['hackage']);
  if (hackage !== undefined) return readHackage(hackage);
  const [name, version] = [asText(completed['name']), asText(completed['version'])];
  if (name === undefined || version === undefined) return undefined;
  const repository = asText(completed['git']) ?? asText(completed['hg']);
  const address = asText(completed['url']);
  const commit = asText(completed['commit']);
  const qualifiers: Readonly<Record<string, string>> | undefined =
    repository !== undefined
      ? { vcs_url: commit === undefined ? repository : `${repository}@${commit}` }
      : address === undefined
        ? undefined
        : { download_url: address };
  return { key: `${name}-${version}`, name, version, ...(qualifiers === undefined ? {} : { purl: { qualifiers } }), dependencies: [] };
}

/** stack.yaml without a lock file: `extra-deps` that name a version. */
export function parseStackYaml(project: JsonObject): Lock {
  const snapshot = project['snapshot'] ?? project['resolver'];
  if (snapshot === undefined && !('extra-deps' in project) && !('packages' in project)) return unreadableLock('is not a project of Stack');
  const list = Array.isArray(project['extra-deps']) ? project['extra-deps'] : [];
  const records: LockRecord[] = [];
  const unpinned = snapshot === undefined ? [] : [snapshotName(snapshot)];
  for (const each of list as readonly unknown[]) {
    const record = typeof each === 'string' ? readHackage(each) : undefined;
    const place = asText(asObject(each)?.['git']) ?? asText(asObject(each)?.['github']) ?? asText(asObject(each)?.['url']);
    if (record !== undefined) records.push({ ...record, isDirect: true });
    else if (place !== undefined) unpinned.push(place);
    // What is left is a folder or an archive: the project's own, or an address.
    else if (typeof each === 'string' && each.includes('://')) unpinned.push(each);
  }
  return { records, problems: [], unpinned };
}

/** `HTTP-4000.3.16@sha256:6042…,5947`, `HTTP-4000.3.16@rev:1`: the name may have hyphens, the version has none. */
function readHackage(text: string): LockRecord | undefined {
  const [, name, version] = /^([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)-(\d+(?:\.\d+)*)(?:@.*)?$/.exec(text.trim()) ?? [];
  return name === undefined || version === undefined ? undefined : { key: `${name}-${version}`, name, version, dependencies: [] };
}

function snapshotName(value: unknown): string {
  const snapshot = asText(value) ?? asText(asObject(value)?.['url']) ?? 'it has';
  return `the packages of the snapshot ${snapshot}`;
}
