import { ecosystem, type EcosystemId } from '../../model/ecosystem.ts';
import { type FileSelector } from '../../model/file-selector.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { type IssueCode } from '../../model/issue-codes.ts';
import { limits } from '../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../cataloger.ts';
import { listNames } from './list-names.ts';
import { makeLockPackages, type Lock } from './lock-record.ts';

export interface LockFormat {
  readonly id: string;
  /** The first is that of records which name none. */
  readonly ecosystems: readonly [EcosystemId, ...EcosystemId[]];
  readonly details: FileCataloger['details'];
  readonly files: Omit<FileSelector, 'maxBytes'>;
  readonly companions?: readonly FileSelector[];
  readonly prepare?: () => Promise<void>;
  readonly isSourceOnly?: true;
  /** Must not throw: what cannot be read is a problem. `undefined` where the file is none of these, whatever its name. */
  readonly parse: (content: Uint8Array, file: TreeEntry, context: CatalogContext) => Lock | undefined;
}

/** A cataloger of lock files and manifests, which say what was chosen and not what is there. */
export function lockCataloger({ parse, files, ...format }: LockFormat): FileCataloger {
  return {
    ...format,
    evidence: 'declared',
    files: { ...files, maxBytes: limits.lockfileBytes },
    catalog: (file, content, context) => {
      const lock = parse(content, file, context);
      return lock === undefined ? { packages: [], issues: [] } : catalogLock(format.ecosystems[0], format.id, file, lock);
    },
  };
}

/** What a cataloger answers for a lock file that was read: its packages, and an issue for each problem. `origin` is the cataloger's id. */
export function catalogLock(ecosystemId: EcosystemId, origin: string, file: TreeEntry, { records, problems, unpinned }: Lock): Catalogued {
  return {
    packages: makeLockPackages(ecosystemId, records, file),
    issues: problems.map((problem) => languageIssue('LOCKFILE_UNREADABLE', ecosystemId, origin, file, problem)),
    ...unpinnedIssues(ecosystemId, origin, file, unpinned),
  };
}

/** In a source tree, dependencies without an exact version are an issue; in an image, what is installed counts. */
export function unpinnedIssues(
  ecosystemId: EcosystemId,
  origin: string,
  file: TreeEntry,
  names: readonly string[] = [],
): Pick<Catalogued, 'inSource'> {
  if (names.length === 0) return {};
  return { inSource: [languageIssue('DEPENDENCIES_NOT_PINNED', ecosystemId, origin, file, `pins no version of ${listNames(names)}`)] };
}

/** An issue about one file of an ecosystem; `problem` is the end of a sentence that begins with its path. */
export function languageIssue(code: IssueCode, ecosystemId: EcosystemId, origin: string, file: TreeEntry, problem: string): Issue {
  const { contentKind } = ecosystem(ecosystemId);
  const where = { path: file.path, layerIndex: file.layerIndex, ...(contentKind === undefined ? {} : { contentKind }) };
  return makeIssue(code, origin, `${file.path} ${problem}`, where);
}

/** The lock without the names that its registry does not allow, which become one problem. */
export function withAllowedNames(lock: Lock, isAllowed: (name: string) => boolean, registry: string): Lock {
  const allowed = lock.records.filter(({ name }) => isAllowed(name));
  const refused = lock.records.length - allowed.length;
  if (refused === 0) return lock;
  return { ...lock, records: allowed, problems: [...lock.problems, `has ${refused} names that ${registry} does not allow`] };
}

/** The lock that a file is when it could not be parsed at all. */
export function unreadableLock(problem: string): Lock {
  return { records: [], problems: [problem] };
}
