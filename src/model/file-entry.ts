export type FileType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'character-device' | 'block-device' | 'fifo' | 'other';

/**
 * One path of a layer or of the merged file system. Paths have no leading slash and no `.` or `..`: `etc/passwd`;
 * the root is `''`. Bytes that are not UTF-8 are kept as lone surrogates U+DC80…U+DCFF (PEP 383), so two names never merge.
 */
export interface FileEntry {
  readonly path: string;
  /** The last segment of the path, where it was at hand. */
  readonly name?: string;
  readonly type: FileType;
  /** Bytes of content; the logical size for sparse files; 0 for what has none. */
  readonly size: number;
  /** Permission bits with set-user-ID, set-group-ID and sticky: 0o7777. */
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
  /** Of symlinks as written; of hard links the normalised path of the file they share. */
  readonly linkTarget?: string;
}
