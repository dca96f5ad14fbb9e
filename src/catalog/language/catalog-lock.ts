import { type EcosystemId } from '../../model/ecosystem.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { makeIssue } from '../../model/issue.ts';
import { type Catalogued } from '../cataloger.ts';
import { makeLockPackages, type Lock } from './lock-record.ts';

/** What a cataloger answers for a lock file that was read: its packages, and an issue for each problem. `origin` is the cataloger's id. */
export function catalogLock(ecosystemId: EcosystemId, origin: string, file: TreeEntry, { records, problems }: Lock): Catalogued {
  const where = { path: file.path, layerIndex: file.layerIndex };
  return {
    packages: makeLockPackages(ecosystemId, records, file),
    issues: problems.map((problem) => makeIssue('LOCKFILE_UNREADABLE', origin, `${file.path} ${problem}`, where)),
  };
}

/** The lock without the names that its registry does not allow, which become one problem. */
export function withAllowedNames({ records, problems }: Lock, isAllowed: (name: string) => boolean, registry: string): Lock {
  const allowed = records.filter(({ name }) => isAllowed(name));
  const refused = records.length - allowed.length;
  return refused === 0
    ? { records, problems }
    : { records: allowed, problems: [...problems, `has ${refused} names that ${registry} does not allow`] };
}

/** The lock that a file is when it could not be parsed at all. */
export function unreadableLock(problem: string): Lock {
  return { records: [], problems: [problem] };
}
