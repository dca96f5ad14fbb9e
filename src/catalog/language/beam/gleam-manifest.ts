import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { asObject, asText, keysOf } from '../json-object.ts';
import { listTables } from '../list-tables.ts';
import { type Lock, type LockRecord, withDirect } from '../lock-record.ts';

/** manifest.toml of Gleam: gleam.run, and gleam-lang/gleam, compiler-core/src/manifest.rs. `undefined` for manifests of others. */
export function parseGleamManifest(manifest: TomlTable): Lock | undefined {
  const list = manifest['packages'];
  const isGleam =
    Array.isArray(list) && (list.length > 0 ? list.every((each) => 'build_tools' in (asObject(each) ?? {})) : 'requirements' in manifest);
  if (!isGleam) return undefined;
  const problems: string[] = [];
  const records = listTables(manifest, 'packages', problems).flatMap((entry): readonly LockRecord[] => {
    const name = asText(entry['name']);
    const version = asText(entry['version']);
    if (name === undefined || version === undefined) return problems.push('has a package without a name and version') > 0 ? [] : [];
    const source = asText(entry['source']);
    const needs = Array.isArray(entry['requirements']) ? entry['requirements'].flatMap((each) => asText(each) ?? []) : [];
    const purl = { qualifiers: { vcs_url: `${asText(entry['repo']) ?? ''}@${asText(entry['commit']) ?? ''}` } };
    return [
      {
        key: name,
        name,
        version,
        ...(source === 'local' ? { isOwn: true } : {}),
        ...(source === 'git' ? { purl } : {}),
        dependencies: needs,
      },
    ];
  });
  return { records: withDirect(records, new Set(keysOf(manifest['requirements']))), problems };
}
