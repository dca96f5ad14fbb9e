import { normalizePath, parentPath } from '../../lib/path/normalize-path.ts';
import { type FileSelector } from '../../model/file-selector.ts';
import { type FileTree } from '../../model/file-tree.ts';

/** Lists of files of installed Python distributions. */
export const distributionSelectors: readonly FileSelector[] = [
  { inFolders: [{ folder: '*.dist-info', file: 'RECORD' }, { folder: '*.egg-info', file: 'SOURCES.txt' }, { folder: '*-info', file: 'top_level.txt' }, { folder: '*-info', file: 'entry_points.txt' }], maxBytes: 16 * 1024 * 1024 },
  { inFolders: [{ folder: '*.egg-info', file: 'installed-files.txt' }], maxBytes: 4 * 1024 * 1024 },
]; // prettier-ignore

/** Code of a Python distribution, from its RECORD or the names of its modules: packaging.python.org, Recording installed projects. Its metadata does not count. */
export function distributionFiles(metadata: string, tree: FileTree): readonly string[] {
  const info = parentPath(metadata);
  const site = parentPath(info);
  const record = textAt(`${info}/RECORD`, tree);
  if (record !== undefined) {
    const paths = record.split('\n').flatMap((line) => /^"?([^",]+)/.exec(line.trim())?.[1] ?? []);
    return paths
      .map((path) => normalizePath(path.startsWith('/') ? path : `${site}/${path}`))
      .filter((path) => !path.startsWith(`${info}/`));
  }
  const modules = textAt(`${info}/top_level.txt`, tree)?.split(/\s+/) ?? [guessModule(info)];
  return modules.filter((name) => name !== '').flatMap((name) => below(`${site}/${name}`, tree));
}

function guessModule(info: string): string {
  return info.slice(info.lastIndexOf('/') + 1).replace(/-\d.*$/, '').replace(/\.(?:dist|egg)-info$/, '').replaceAll('-', '_').toLowerCase(); // prettier-ignore
}

function textAt(path: string, tree: FileTree): string | undefined {
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  return content === undefined ? undefined : Buffer.from(content).toString('utf8');
}

const most = 20_000;

function below(path: string, tree: FileTree): readonly string[] {
  const files = [`${path}.py`].filter((file) => tree.get(file) !== undefined);
  const open = [path];
  for (let at = open.pop(); at !== undefined && files.length < most; at = open.pop())
    for (const [name, entry] of tree.list(at)) (entry.type === 'directory' ? open : files).push(`${at}/${name}`);
  return files;
}
