/** Bounds on an archive from outside. */
export interface ZipLimits {
  readonly maxEntries: number;
  /** Central directory: bytes. */
  readonly maxDirectoryBytes: number;
  /** One entry, inflated: bytes. */
  readonly maxEntryBytes: number;
  /** All entries that are read, inflated: bytes. */
  readonly maxTotalBytes: number;
}
