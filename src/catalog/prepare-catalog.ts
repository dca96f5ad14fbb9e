import { type FileTree } from '../model/file-tree.ts';
import { type CatalogOptions, fileCatalogers, surveyed } from './catalog-tree.ts';

/** Loads what the catalogers of this tree's files need, because catalogers are synchronous; to be awaited before `catalogTree`, which uses the same pass over the tree. */
export async function prepareCatalog(tree: FileTree, { isImage }: Pick<CatalogOptions, 'isImage'>): Promise<void> {
  const prepared = fileCatalogers(isImage).filter(({ prepare }) => prepare !== undefined);
  tree.survey(surveyed(isImage));
  const needed = prepared.filter(({ files }) => tree.find(files).length > 0 || files.paths?.some((path) => tree.get(path) !== undefined));
  for (const { prepare } of needed) await prepare?.();
}
