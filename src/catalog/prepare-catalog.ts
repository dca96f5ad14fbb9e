import { type FileTree } from '../model/file-tree.ts';
import { isFileCataloger } from './cataloger.ts';
import { catalogers } from './catalogers.ts';

/** Loads what the catalogers of this tree's files need, because catalogers are synchronous; to be awaited before `catalogTree`. */
export async function prepareCatalog(tree: FileTree): Promise<void> {
  const prepared = catalogers.filter(isFileCataloger).filter(({ prepare }) => prepare !== undefined);
  tree.survey(prepared.map(({ files }) => files));
  const needed = prepared.filter(({ files }) => tree.find(files).length > 0 || files.paths?.some((path) => tree.get(path) !== undefined));
  for (const { prepare } of needed) await prepare?.();
}
