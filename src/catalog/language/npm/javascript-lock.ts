import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { makeLockPackages, type Lock } from '../lock-record.ts';
import { parseJsonc } from './parse-jsonc.ts';
import { parseBunLock } from './bun-lock.ts';
import { npmFolderAround } from './npm-folder.ts';
import { isNpmName } from './npm-name.ts';
import { parsePnpmLock } from './pnpm-lock.ts';
import { parseYarnLock } from './yarn-lock.ts';

/** The lock files of Yarn, pnpm and Bun. A lock file that some package was published with is not read, as by the package managers. */
export const javascriptLock: FileCataloger = {
  id: 'javascript-lock',
  version: 1,
  evidence: 'declared',
  files: { names: ['yarn.lock', 'pnpm-lock.yaml', 'bun.lock'], maxBytes: limits.lockfileBytes },
  catalog: catalogJavascriptLock,
};

function catalogJavascriptLock(file: TreeEntry, content: Uint8Array): Catalogued {
  if (npmFolderAround(file.path) !== undefined) return { packages: [], issues: [] };
  const lock = parseLock(file.path, decodeBytes(Buffer.from(content.buffer, content.byteOffset, content.byteLength)));
  if (lock === undefined) return { packages: [], issues: [lockIssue(file, 'is not a JSON object')] };
  const allowed = lock.records.filter(({ name }) => isNpmName(name));
  const refused = lock.records.length - allowed.length;
  const problems = refused === 0 ? lock.problems : [...lock.problems, `has ${refused} names that npm does not allow`];
  return { packages: makeLockPackages('npm', allowed, file), issues: problems.map((problem) => lockIssue(file, problem)) };
}

function parseLock(path: string, text: string): Lock | undefined {
  if (path.endsWith('yarn.lock')) return parseYarnLock(text);
  if (path.endsWith('pnpm-lock.yaml')) return parsePnpmLock(text);
  const lock = parseJsonc(text);
  return lock === undefined ? undefined : parseBunLock(lock);
}

function lockIssue({ path, layerIndex }: TreeEntry, problem: string): Issue {
  return makeIssue('LOCKFILE_UNREADABLE', javascriptLock.id, `${path} ${problem}`, { path, layerIndex });
}
