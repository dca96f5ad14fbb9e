/** One file of an archive, with pax and GNU records applied. */
export interface TarEntry {
  /** Normalised: no leading slash, no `.` or `..`; the root is `''`. */
  readonly path: string;
  readonly type: TarEntryType;
  /** Logical bytes of content; 0 for what has none. */
  readonly size: number;
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
  /** Of symlinks as written, of hard links normalised. */
  readonly linkTarget?: string;
  /** Its extended attribute `security.capability`, as decodeBytes makes text of it; absent on nearly every file. */
  readonly capability?: string;
}

export type TarEntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'character-device' | 'block-device' | 'fifo' | 'other';

/** Takes one file's content as it streams by; chunks are only valid during the call. */
export interface TarContent {
  write(chunk: Buffer): void;
  /** `isComplete` is false when the archive ended early. */
  end(isComplete: boolean): void;
}

export interface TarHandler {
  /** Returns the receiver of the content; `undefined` to skip it. */
  entry(entry: TarEntry): TarContent | undefined;
  fault(fault: TarFault): void;
}

/** Something that could not be read. After a fault of the archive nothing more is read: searching for the next header would let an attacker hide or forge entries. */
export interface TarFault {
  readonly scope: 'entry' | 'archive' | 'note';
  readonly kind: TarFaultKind;
  readonly message: string;
  readonly path?: string;
}

export type TarFaultKind =
  | 'not-a-tar'
  | 'header'
  | 'truncated'
  | 'trailing'
  | 'pax'
  | 'global-pax'
  | 'size-disagreement'
  | 'meta-size'
  | 'type'
  | 'name'
  | 'sparse'
  | 'too-many-entries';

export interface TarLimits {
  readonly entries: number;
  /** Bytes of one pax header or GNU long name; records of one pax header; such headers before one entry. */
  readonly metaBytes: number;
  readonly paxRecords: number;
  readonly metaChain: number;
  readonly sparseSegments: number;
  readonly pathBytes: number;
  readonly pathDepth: number;
}
