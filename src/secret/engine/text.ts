/** A stretch of text that rules look at: `bytes[0]` to `bytes[end - 1]`. */
export interface Text {
  readonly bytes: Uint8Array;
  readonly end: number;
  /** Another number for other bytes, so that what was learned of one text is not used for the next. */
  readonly id: number;
}

let lastId = 0;

export function makeText(bytes: Uint8Array, end = bytes.length): Text {
  return { bytes, end, id: ++lastId };
}
