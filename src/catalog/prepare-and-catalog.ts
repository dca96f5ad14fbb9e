import { type FileTree } from '../model/file-tree.ts';
import { type CatalogOptions, type CatalogWithFiles, catalogWithFiles, fileCatalogers, surveyed } from './catalog-tree.ts';

/** Loads what the catalogers of this tree's files need, because catalogers are synchronous, and then has them run. One pass over the tree serves both. */
export async function prepareAndCatalog(tree: FileTree, options: CatalogOptions): Promise<CatalogWithFiles> {
  const { isImage } = options;
  const prepared = fileCatalogers(isImage).filter(({ prepare }) => prepare !== undefined);
  tree.survey(surveyed(isImage));
  const needed = prepared.filter(({ files }) => tree.find(files).length > 0 || files.paths?.some((path) => tree.get(path) !== undefined));
  for (const { prepare } of needed) await prepare?.();
  return catalogWithFiles(tree, options);
}
