import { type TomlTable } from '../../../lib/toml/parse-toml.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { parseJsonObject } from '../json-object.ts';
import { type Lock } from '../lock-record.ts';
import { parsePdmLock } from './pdm-lock.ts';
import { parsePipfileLock } from './pipfile-lock.ts';
import { parsePoetryLock } from './poetry-lock.ts';
import { parsePylock } from './pylock.ts';
import { isPythonName } from './python-name.ts';
import { parseUvLock } from './uv-lock.ts';
import { catalogLock, unreadableLock, withAllowedNames } from '../catalog-lock.ts';
import { parseTomlContent } from '../parse-toml-content.ts';

/** The lock files of Poetry, uv, PDM, Pipenv, and the standard one. */
export const pythonLock: FileCataloger = {
  id: 'python-lock',
  evidence: 'declared',
  ecosystems: ['pypi'],
  details: ['dependencies', 'development'],
  files: {
    names: ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml', 'Pipfile.lock'],
    suffixes: ['.py.lock'],
    maxBytes: limits.lockfileBytes,
  },
  companions: [{ names: ['pyproject.toml'], maxBytes: limits.packageManifestBytes }],
  catalog: catalogPythonLock,
};

function catalogPythonLock(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const lock =
    parseLock(file.path, content, tree) ?? unreadableLock(file.path.endsWith('Pipfile.lock') ? 'is not a JSON object' : 'is not TOML');
  return catalogLock('pypi', pythonLock.id, file, withAllowedNames(lock, isPythonName, 'PyPI'));
}

function parseLock(path: string, content: Uint8Array, tree: FileTree): Lock | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'Pipfile.lock') {
    const lock = parseJsonObject(content);
    return lock === undefined ? undefined : parsePipfileLock(lock);
  }
  const lock = parseTomlContent(content);
  if (lock === undefined) return undefined;
  if (name === 'poetry.lock') return parsePoetryLock(lock, readProject(tree, path));
  if (name === 'pdm.lock') return parsePdmLock(lock, readProject(tree, path));
  return name.endsWith('.toml') ? parsePylock(lock) : parseUvLock(lock);
}

function readProject(tree: FileTree, lockPath: string): TomlTable | undefined {
  const entry = tree.get(lockPath.replace(/[^/]*$/, 'pyproject.toml'));
  const content = entry === undefined ? undefined : tree.read(entry);
  return content === undefined ? undefined : parseTomlContent(content);
}
