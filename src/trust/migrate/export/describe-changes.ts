import { type FileMeta, type TargetsMetadata } from '../../tuf/metadata.ts';
import { type JudgedFile } from './believed-history.ts';
import { type ExportedChange } from './export-index.ts';

/** Changes in each version of `targets` and of each delegation since the previous one that verifies, by role and version. */
export function describeChanges(files: readonly JudgedFile[]): readonly ExportedChange[] {
  const byRole = new Map<string, Map<number, TargetsMetadata>>();
  for (const file of files) {
    if (!file.isVerified || file.content.kind !== 'targets') continue;
    const versions = byRole.get(file.role) ?? new Map<number, TargetsMetadata>();
    byRole.set(file.role, versions.set(file.content.version, file.content));
  }
  return [...byRole].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([role, versions]) => changesOf(role, [...versions.values()]));
}

function changesOf(role: string, versions: readonly TargetsMetadata[]): readonly ExportedChange[] {
  const changes: ExportedChange[] = [];
  let before: ReadonlyMap<string, FileMeta> = new Map();
  for (const { version, expires, targets } of [...versions].sort((a, b) => a.version - b.version)) {
    const common = { role, version, expires: expires.toISOString() };
    for (const tag of [...new Set([...before.keys(), ...targets.keys()])].sort()) {
      const [was, is] = [before.get(tag), targets.get(tag)];
      if (is === undefined) changes.push({ ...common, tag, change: 'removed' });
      else if (was === undefined || digestOf(was) !== digestOf(is) || was.length !== is.length)
        changes.push({ ...common, tag, change: was === undefined ? 'signed' : 'changed', digest: digestOf(is), size: is.length });
    }
    before = targets;
  }
  return changes;
}

/** SHA-256 if there is one, since images are pulled by it. */
function digestOf({ hashes }: FileMeta): string {
  const [name, hash] = hashes.has('sha256') ? ['sha256', hashes.get('sha256')] : ['sha512', hashes.get('sha512')];
  return `${name}:${hash?.toString('hex') ?? ''}`;
}
