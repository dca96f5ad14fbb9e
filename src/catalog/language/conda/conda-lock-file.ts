import { unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, keysOf, type JsonObject } from '../json-object.ts';
import { type Lock, type LockRecord } from '../lock-record.ts';
import { normalizePythonName } from '../python/python-name.ts';

/** conda-lock.yml: conda.github.io/conda-lock, lockfile version 1. One entry for each platform; `category` is `main`, or the group that asks for it. */
export function parseCondaLock(lock: JsonObject): Lock {
  const list = lock['package'];
  if (!Array.isArray(list)) return unreadableLock('has no list of packages');
  const problems: string[] = [];
  const records = list.flatMap((value: unknown): readonly LockRecord[] => {
    const entry = asObject(value) ?? {};
    const [name, version, manager = 'conda', platform = ''] = ['name', 'version', 'manager', 'platform'].map((field) =>
      asText(entry[field]),
    );
    if (name === undefined || version === undefined) return problems.push('has a package without a name and version') > 0 ? [] : [];
    const category = asText(entry['category']);
    return [
      {
        key: `${platform} ${name}`,
        ...named(manager === 'pip' ? 'pypi' : 'conda', name),
        version,
        ...(category === undefined || category === 'main' ? {} : { isDevelopment: true }),
        dependencies: keysOf(entry['dependencies']).map((needed) => `${platform} ${needed}`),
      },
    ];
  });
  return { records, problems };
}

/**
 * pixi.lock: pixi.sh, "The pixi.lock file", and rattler_lock, versions 4 to 6. Since version 5 a package of conda is its address, `…/NAME-VERSION-BUILD.conda`; one of PyPI has its name and
 * version.
 */
export function parsePixiLock(lock: JsonObject): Lock {
  const list = lock['packages'];
  if (!Array.isArray(list)) return unreadableLock('has no list of packages');
  const problems: string[] = [];
  const records = list.flatMap((value: unknown): readonly LockRecord[] => {
    const entry = asObject(value) ?? {};
    const isPython = 'pypi' in entry || asText(entry['kind']) === 'pypi';
    const address = asText(entry['conda']) ?? asText(entry['url']) ?? '';
    const [, ofAddress, versionOfAddress] = /([^/]+)-([^/-]+)-[^/-]+\.(?:conda|tar\.bz2)(?:[?#].*)?$/.exec(address) ?? [];
    const name = asText(entry['name']) ?? ofAddress;
    const version = asText(entry['version']) ?? versionOfAddress;
    // A source of the project itself is a folder.
    if (name === undefined || (version === undefined && !isFolder(entry)))
      return problems.push('has a package without a name and version') > 0 ? [] : [];
    const needs = [entry['depends'], entry['requires_dist']].flatMap((each) =>
      Array.isArray(each) ? each.flatMap((need) => asText(need) ?? []) : [],
    );
    const ecosystem = isPython ? 'pypi' : 'conda';
    return [
      {
        key: `${ecosystem} ${name}`,
        ...named(ecosystem, name),
        ...(version === undefined ? {} : { version }),
        ...(isFolder(entry) ? { isOwn: true } : {}),
        dependencies: needs.map((need) => `${ecosystem} ${need.replace(/[\s=<>!~;[(@].*$/s, '')}`),
      },
    ];
  });
  return { records, problems };
}

function isFolder(entry: JsonObject): boolean {
  return (
    /^\.{0,2}\//.test(asText(entry['pypi']) ?? asText(entry['path']) ?? '') ||
    asText(entry['pypi']) === '.' ||
    asText(entry['path']) === '.'
  );
}

function named(ecosystem: 'conda' | 'pypi', name: string): Pick<LockRecord, 'name' | 'ecosystem'> {
  return { ecosystem, name: ecosystem === 'pypi' ? normalizePythonName(name) : name };
}
