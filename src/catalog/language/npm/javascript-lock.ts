import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { type Lock } from '../lock-record.ts';
import { parseJsonc } from './parse-jsonc.ts';
import { parseBunLock } from './bun-lock.ts';
import { npmFolderAround } from './npm-folder.ts';
import { isNpmName } from './npm-name.ts';
import { parsePnpmLock } from './pnpm-lock.ts';
import { parseYarnLock } from './yarn-lock.ts';
import { catalogLock, unreadableLock, withAllowedNames } from '../catalog-lock.ts';
import { textOf } from '../text-of.ts';

/** The lock files of Yarn, pnpm and Bun. A lock file that some package was published with is not read, as by the package managers. */
export const javascriptLock: FileCataloger = {
  id: 'javascript-lock',
  evidence: 'declared',
  ecosystems: ['npm'],
  details: ['dependencies', 'development'],
  files: { names: ['yarn.lock', 'pnpm-lock.yaml', 'bun.lock'], maxBytes: limits.lockfileBytes },
  catalog: catalogJavascriptLock,
};

function catalogJavascriptLock(file: TreeEntry, content: Uint8Array): Catalogued {
  if (npmFolderAround(file.path) !== undefined) return { packages: [], issues: [] };
  const lock = parseLock(file.path, textOf(content)) ?? unreadableLock('is not a JSON object');
  return catalogLock('npm', javascriptLock.id, file, withAllowedNames(lock, isNpmName, 'npm'));
}

function parseLock(path: string, text: string): Lock | undefined {
  if (path.endsWith('yarn.lock')) return parseYarnLock(text);
  if (path.endsWith('pnpm-lock.yaml')) return parsePnpmLock(text);
  const lock = parseJsonc(text);
  return lock === undefined ? undefined : parseBunLock(lock);
}
