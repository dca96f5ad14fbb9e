/** A file of a package that is not what the package manager installed. */
export interface ModifiedFile {
  readonly path: string;
  /** Where its content comes from. */
  readonly layerIndex: number;
  readonly packageId: string;
  /** Where a symlink is in its place. */
  readonly linkTarget?: string;
}
