import { prepareZstd } from '../lib/decompress/zstd.ts';
import { type FileTree } from '../model/file-tree.ts';
import { chiselManifestPath } from './os/chisel/chisel-manifest.ts';

/** What a catalog of this tree needs before it, because catalogers are synchronous; to be awaited before `catalogTree`. */
export async function prepareCatalog(tree: FileTree): Promise<void> {
  if (tree.get(chiselManifestPath) !== undefined) await prepareZstd();
}
