import { unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, parseJsonObject, type JsonObject } from '../json-object.ts';
import { withDirect, type Lock, type LockRecord } from '../lock-record.ts';
import { readConanReference } from './conan-reference.ts';

/** conan.lock: docs.conan.io/1, "Lockfiles", has a graph; docs.conan.io/2, "Lockfiles", has lists. */
export function parseConanLock(content: Uint8Array): Lock {
  const lock = parseJsonObject(content);
  if (lock === undefined) return unreadableLock('is not a JSON object');
  const nodes = asObject(asObject(lock['graph_lock'])?.['nodes']);
  if (nodes !== undefined) return readGraph(nodes);
  const isSecond = sections.some(([section]) => Array.isArray(lock[section]));
  return isSecond || 'version' in lock ? readLists(lock) : unreadableLock('is not a lock file of Conan');
}

/** The project has a path, and no reference or one without a version; tools of the build are in the context `build`. */
function readGraph(nodes: JsonObject): Lock {
  const problems: string[] = [];
  const roots = new Set<string>();
  const records = Object.entries(nodes).flatMap(([key, value]): readonly LockRecord[] => {
    const node = asObject(value) ?? {};
    const needs = [node['requires'], node['build_requires']].flatMap((list) =>
      Array.isArray(list) ? list.flatMap((each) => asText(each) ?? []) : [],
    );
    const written = asText(node['ref']) ?? asText(node['pref']);
    const isProject = 'path' in node || written === undefined;
    if (isProject) for (const need of needs) roots.add(need);
    if (written === undefined) return [];
    const reference = readConanReference(written);
    if (reference === undefined) {
      if (!isProject) problems.push(`has the reference ${written.slice(0, 80)}, which is none`);
      return [];
    }
    const isBuild = asText(node['context']) === 'build';
    return [{ key, ...reference, ...(isProject ? { isOwn: true } : {}), ...(isBuild ? { isDevelopment: true } : {}), dependencies: needs }];
  });
  return { records: roots.size === 0 ? records : withDirect(records, roots), problems };
}

/** What the lists hold, and whether only the build needs it. */
const sections = [
  ['requires', false],
  ['build_requires', true],
  ['python_requires', true],
  ['config_requires', true],
] as const;

function readLists(lock: JsonObject): Lock {
  const problems: string[] = [];
  const records: LockRecord[] = [];
  for (const [section, isDevelopment] of sections) {
    const list = Array.isArray(lock[section]) ? (lock[section] as readonly unknown[]) : [];
    for (const each of list) {
      const reference = readConanReference(asText(each) ?? '');
      if (reference === undefined) problems.push(`has something in ${section} that is no reference`);
      else
        records.push({ key: `${section} ${records.length}`, ...reference, ...(isDevelopment ? { isDevelopment } : {}), dependencies: [] });
    }
  }
  return { records, problems };
}
