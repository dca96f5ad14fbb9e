/** A part of the file that is mapped, by its address. */
export interface Segment {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly isCode: boolean;
}

/** What the file says of one part of it. */
export interface ProgramHeader {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}
