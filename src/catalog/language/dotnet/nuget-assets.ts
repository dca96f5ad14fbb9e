import { unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, keysOf, parseJsonObject } from '../json-object.ts';
import { withDirect, type Lock, type LockRecord } from '../lock-record.ts';

/**
 * obj/project.assets.json, what NuGet restored for a project: NuGet.Client, "LockFile". `targets` has the packages of each framework with their dependencies; `project` names the project and what it asks
 * for.
 */
export function parseProjectAssets(content: Uint8Array): Lock {
  const assets = parseJsonObject(content);
  if (assets === undefined) return unreadableLock('is not a JSON object');
  const targets = asObject(assets['targets']);
  if (targets === undefined) return unreadableLock('has no targets');
  const records: LockRecord[] = [];
  const problems: string[] = [];
  for (const [target, value] of Object.entries(targets)) {
    for (const [key, entry] of Object.entries(asObject(value) ?? {})) {
      const slash = key.indexOf('/');
      const [name, version] = [key.slice(0, Math.max(slash, 0)), key.slice(slash + 1)];
      if (slash <= 0 || version === '') problems.push('has a library without a name and version');
      else {
        const details = asObject(entry);
        const isOwn = asText(details?.['type']) === 'project';
        const needs = keysOf(details?.['dependencies']).map((needed) => `${target} ${needed.toLowerCase()}`);
        records.push({ key: `${target} ${name.toLowerCase()}`, name, version, ...(isOwn ? { isOwn } : {}), dependencies: needs });
      }
    }
  }
  const asked = askedFor(asObject(assets['project']));
  const roots = new Set(Object.keys(targets).flatMap((target) => asked.map((name) => `${target} ${name.toLowerCase()}`)));
  return { records: roots.size === 0 ? records : withDirect(records, roots), problems };
}

function askedFor(project: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return Object.values(asObject(project?.['frameworks']) ?? {}).flatMap((framework) => keysOf(asObject(framework)?.['dependencies']));
}
