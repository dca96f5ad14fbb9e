import { type FileCataloger } from '../../cataloger.ts';
import { lockCataloger, unreadableLock } from '../catalog-lock.ts';
import { asObject, asText, parseJsonObject } from '../json-object.ts';
import { type LockRecord } from '../lock-record.ts';

/**
 * vcpkg.json: learn.microsoft.com/vcpkg, "vcpkg.json". A dependency has the version of the baseline, a commit of vcpkg's registry, unless `overrides` fixes it; a lower bound is no
 * version.
 */
export const vcpkgManifest: FileCataloger = lockCataloger({
  id: 'vcpkg-manifest',
  ecosystems: ['vcpkg'],
  details: ['dependencies'],
  files: { names: ['vcpkg.json'] },
  parse: (content, { path }) => {
    // A port's own manifest is what the registry offers.
    if (/(?:^|\/)ports\/[^/]+\/vcpkg\.json$/.test(path)) return undefined;
    const manifest = parseJsonObject(content);
    if (manifest === undefined) return unreadableLock('is not a JSON object');
    const fixed = listOf(manifest['overrides']).flatMap((each): readonly LockRecord[] => {
      const entry = asObject(each);
      const name = asText(entry?.['name']);
      const version = versionFields.flatMap((field) => asText(entry?.[field]) ?? [])[0];
      return name === undefined || version === undefined ? [] : [{ key: name, name, version, dependencies: [] }];
    });
    const needs = listOf(manifest['dependencies']).flatMap((each) => asText(each) ?? asText(asObject(each)?.['name']) ?? []);
    const known = new Set(fixed.map(({ key }) => key));
    const name = asText(manifest['name']);
    const version = versionFields.flatMap((field) => asText(manifest[field]) ?? [])[0];
    const own =
      name === undefined ? [] : [{ key: 'own', name, ...(version === undefined ? {} : { version }), isOwn: true, dependencies: needs }];
    return { records: [...own, ...fixed], problems: [], unpinned: needs.filter((need) => !known.has(need)) };
  },
});

const versionFields = ['version', 'version-semver', 'version-date', 'version-string'];

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
