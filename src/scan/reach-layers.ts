import { prepareAndCatalog } from '../catalog/prepare-and-catalog.ts';
import { type FileTree } from '../model/file-tree.ts';
import { type ImageConfig } from '../model/image.ts';
import { type ReachState } from '../model/reach.ts';
import { type ScanReport } from '../model/report.ts';
import { packageFiles } from '../reach/packages/package-files.ts';
import { reachImage } from '../reach/reach-image.ts';

/** What is known of files and packages of a scanned image. */
export interface ReachedLayers {
  readonly file: (path: string) => ReachState;
  readonly package: (id: string) => ReachState;
  /** All files of a package; empty where that is not known. */
  readonly filesOf: (id: string) => readonly string[];
}

/** Follows the entrypoint through files that were read for it (`followsEntrypoint`). */
export async function reachLayers(tree: FileTree, report: ScanReport, config: ImageConfig): Promise<ReachedLayers> {
  const { platform } = report.target;
  const { catalog, ownedPaths } = await prepareAndCatalog(tree, {
    now: report.startedAt,
    isImage: true,
    ...(platform === undefined ? {} : { platform }),
  });
  const { packages } = catalog;
  const reach = reachImage({ tree, config, packages, ownedPaths });
  const reached = new Map(reach.files.map(({ entry, certainty }) => [entry.path, certainty]));
  const byId = new Map(packages.map((one) => [one.id, one]));
  const stateOf = (id: string): ReachState => reach.packages.get(id)?.state ?? 'unknown';
  const filesOf = (id: string): readonly string[] => {
    const one = byId.get(id);
    return one === undefined ? [] : packageFiles(one, tree, ownedPaths);
  };
  const unreached = new Set(packages.filter(({ id }) => stateOf(id) === 'not-referenced').flatMap(({ id }) => filesOf(id)));
  return {
    file: (path) => reached.get(path) ?? (unreached.has(path) ? 'not-referenced' : 'unknown'),
    package: stateOf,
    filesOf,
  };
}
