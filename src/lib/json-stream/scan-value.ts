/** Where a value is being scanned; `at` moves on. */
export interface ValueText {
  readonly buffer: Buffer;
  at: number;
}

/** What is known of a value so far, between two chunks. */
export interface ValueScan {
  kind: 'unknown' | 'container' | 'string' | 'scalar';
  /** Brackets that are open, and the most that were at once. */
  depth: number;
  deepest: number;
  isInString: boolean;
}

const quote = 0x22;
const backslash = 0x5c;

export function startValue(): ValueScan {
  return { kind: 'unknown', depth: 0, deepest: 0, isInString: false };
}

/** Moves `text.at` behind the value and returns true, or to the end of the buffer and false. */
export function scanValue(text: ValueText, scan: ValueScan): boolean {
  if (scan.kind === 'unknown') startScan(text, scan);
  if (scan.kind === 'container') return scanContainer(text, scan);
  return scan.kind === 'string' ? scanString(text) : scanScalar(text);
}

function startScan(text: ValueText, scan: ValueScan): void {
  const first = text.buffer[text.at];
  if (first === quote) {
    scan.kind = 'string';
    text.at++;
  } else {
    scan.kind = first === 0x7b || first === 0x5b ? 'container' : 'scalar';
  }
}

function scanContainer(text: ValueText, scan: ValueScan): boolean {
  const { buffer } = text;
  const end = buffer.length;
  let { depth, deepest } = scan;
  while (text.at < end) {
    if (scan.isInString) {
      if (!scanString(text)) break;
      scan.isInString = false;
      continue;
    }
    const byte = buffer[text.at++]!;
    if (byte === quote) scan.isInString = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth);
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) break;
  }
  scan.depth = depth;
  scan.deepest = deepest;
  return depth === 0;
}

/** To behind the closing quote. Backslashes at the end of the buffer are left to be seen again with what follows them. */
function scanString(text: ValueText): boolean {
  const { buffer } = text;
  const start = text.at;
  let from = start;
  for (;;) {
    const close = buffer.indexOf(quote, from);
    const end = close === -1 ? buffer.length : close;
    const escapes = countBackslashes(buffer, start, end);
    if (close === -1) {
      text.at = end - escapes;
      return false;
    }
    from = close + 1;
    if (escapes % 2 === 0) {
      text.at = from;
      return true;
    }
  }
}

function countBackslashes(buffer: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && buffer[at - 1] === backslash) at--;
  return end - at;
}

function scanScalar(text: ValueText): boolean {
  const { buffer } = text;
  for (; text.at < buffer.length; text.at++) {
    const byte = buffer[text.at]!;
    if (byte === 0x2c || byte === 0x7d || byte === 0x5d || byte <= 0x20) return true;
  }
  return false;
}
