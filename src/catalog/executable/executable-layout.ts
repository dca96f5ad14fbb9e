/** Where the parts of an executable lie in its file and in memory. */
export interface ExecutableLayout {
  readonly segments: readonly Segment[];
  /** Whether Go's linker left a mark in the headers (`yes`), or nothing there speaks against it (`possible`); other linkers leave none for Go. */
  readonly isGo: 'yes' | 'possible' | 'unknown';
}

export interface Segment {
  /** Bytes in the file. */
  readonly offset: number;
  readonly size: number;
  /** Where the first of them is in memory. */
  readonly address: number;
  readonly isWritable: boolean;
  readonly isExecutable: boolean;
}

/** Position in the file of what is at an address, `undefined` when no part of the file is there. */
export function fileOffsetOf({ segments }: ExecutableLayout, address: number): number | undefined {
  const segment = segments.find(({ address: start, size }) => address >= start && address < start + size);
  return segment === undefined ? undefined : segment.offset + address - segment.address;
}
