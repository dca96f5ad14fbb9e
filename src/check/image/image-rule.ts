import { type ImageDescription, type ImageFiles } from '../../model/checker.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { type Rule } from '../../model/rule.ts';

/** A rule about what an image says of itself. */
export type ImageRule = Rule<ImageDescription>;

/** A rule about the files of an image. One walk over the file system serves all rules. */
export interface FileRule extends Rule<WantedFiles> {
  /**
   * Called for every file and directory of the container with its name and the path of its directory, so it must be cheap: what its own path is
   * need not be put together. Absent where the rule needs none.
   */
  wants?(entry: TreeEntry, name: string, directory: string): boolean;
}

/** The files of an image, and those among them that the rule wants. */
export interface WantedFiles extends ImageFiles {
  readonly wanted: readonly TreeEntry[];
  /** Of files that the container sees, by the layer that has them. */
  readonly visibleBytes: readonly number[];
}
