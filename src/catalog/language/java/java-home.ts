import { type FileTree } from '../../../model/file-tree.ts';

/** Whether a file is part of a Java runtime, which has `release` and its programs in its home. */
export function isInJavaHome(tree: FileTree, path: string): boolean {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const home = path.slice(0, end);
    if (!/^\/(?:bin|lib|jre|jmods|legal)\//.test(path.slice(end))) continue;
    if (tree.get(`${home}/release`) === undefined) continue;
    if (['bin/java', 'jre/bin/java', 'lib/modules'].some((name) => tree.get(`${home}/${name}`) !== undefined)) return true;
  }
  return false;
}
