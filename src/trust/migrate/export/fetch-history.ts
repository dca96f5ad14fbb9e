import { type Issue, makeIssue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { judgeHistory, type JudgedFile } from './believed-history.ts';
import { isDelegationName, type RoleName } from '../../tuf/role-name.ts';
import { type FetchedFiles } from './fetched-files.ts';

export interface History {
  readonly files: readonly JudgedFile[];
  /** Versions that the server no longer has. */
  readonly gaps: readonly { readonly role: RoleName; readonly versions: readonly number[] }[];
}

/**
 * Fetches every version that the server still has, of the four roles and of every delegation, including removed ones, that a verified version names.
 * Throws as the remote does.
 */
export async function fetchHistory(gun: string, fetched: FetchedFiles, issues: Issue[], runtime: Runtime): Promise<History> {
  const gaps = new Map<RoleName, readonly number[]>();
  const done = new Set<RoleName>();
  for (let waiting: readonly RoleName[] = ['root', 'targets', 'snapshot', 'timestamp']; waiting.length > 0;) {
    for (const role of waiting) {
      done.add(role);
      const missing = await fetchVersions(role, fetched, issues, runtime);
      if (missing.length > 0) gaps.set(role, missing);
    }
    waiting = delegationsOf(judgeHistory(gun, fetched.files)).filter((role) => !done.has(role));
  }
  return { files: judgeHistory(gun, fetched.files), gaps: [...gaps].map(([role, versions]) => ({ role, versions })) };
}

/** Fetches from the current version down to the first, within the bound; returns the missing versions. */
async function fetchVersions(role: RoleName, fetched: FetchedFiles, issues: Issue[], runtime: Runtime): Promise<readonly number[]> {
  const current = await fetched.fetch(role, {}, runtime);
  if (current === undefined) return [];
  const newest = readVersion(current);
  if (newest === undefined) return [];
  const oldest = Math.max(1, newest - limits.exportVersions + 1);
  if (oldest > 1)
    issues.push(makeIssue('MIGRATION_LIMIT', 'export', `${role} has ${newest} versions; those before ${oldest} were not exported`));
  const missing: number[] = [];
  for (let version = newest - 1; version >= oldest; version -= 1) {
    runtime.progress({ id: 'export', label: `${role} ${version}`, done: newest - version, total: newest, unit: 'items' });
    if ((await fetched.fetch(role, { version }, runtime)) === undefined) missing.push(version);
  }
  return missing.reverse();
}

/** Version of a file that is not verified yet; only used to know how many to fetch. */
function readVersion(bytes: Buffer): number | undefined {
  const match = /"version":\s*(\d{1,10})\b/.exec(bytes.toString('latin1', 0, bytes.length));
  return match === null ? undefined : Number(match[1]);
}

function delegationsOf(files: readonly JudgedFile[]): readonly RoleName[] {
  const names = files.flatMap((file) =>
    file.isVerified && file.content.kind === 'targets' ? file.content.delegations.roles.map(({ name }) => name) : [],
  );
  return [...new Set(names)].filter(isDelegationName);
}
