import { findAssignedValue } from '../engine/assignment.ts';
import { type Text } from '../engine/text.ts';

/** A value of a configuration file or a program, as written. */
export interface WrittenValue {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly isQuoted: boolean;
}

const maxValueBytes = 256;
const backslash = 0x5c;
/** Bytes below are blanks, from here on they are visible. */
const blank = 0x21;

/** The value that begins at `start`, which quotes before it close; without quotes it ends at a blank or a delimiter. */
export function readValue(text: Text, start: number): WrittenValue | undefined {
  const { end, isQuoted, isWhole } = measureValue(text, start);
  return isWhole ? { start, end, isQuoted, value: Buffer.from(text.bytes.subarray(start, end)).toString('latin1') } : undefined;
}

/** Reads values without blanks that names are given, of at least so many bytes. A value that a name lies in is not read again for that name. */
export function makeValueReader(minBytes: number): (text: Text, at: number) => WrittenValue | undefined {
  let knownText = -1;
  let knownStart = 0;
  let knownEnd = 0;
  return (text, at) => {
    if (text.id === knownText && at > knownStart && at < knownEnd) return undefined;
    const start = findAssignedValue(text, at);
    if (start < 0) return undefined;
    const { end, isQuoted, isWhole } = measureValue(text, start, blank);
    if (!isQuoted || !isWhole) {
      knownText = text.id;
      knownStart = start;
      knownEnd = end;
    }
    if (!isWhole || end - start < minBytes) return undefined;
    return { start, end, isQuoted, value: Buffer.from(text.bytes.subarray(start, end)).toString('latin1') };
  };
}

function measureValue(
  { bytes, end: stop }: Text,
  start: number,
  lowest = 0,
): { readonly end: number; readonly isQuoted: boolean; readonly isWhole: boolean } {
  const before = start > 0 ? bytes[start - 1]! : 0;
  const quote = before === 0x22 || before === 0x27 || before === 0x60 ? before : undefined;
  const limit = Math.min(stop, start + maxValueBytes);
  let end = start;
  for (; end < limit; end++) {
    const byte = bytes[end]!;
    if (byte === 0x0a || byte === 0x0d) break;
    if (byte < lowest && quote !== undefined) return { end, isQuoted: true, isWhole: false };
    if (quote === undefined ? delimiters[byte] === 1 : byte === quote || byte === backslash) break;
  }
  return { end, isQuoted: quote !== undefined, isWhole: end < limit || end === stop };
}

const delimiters = Uint8Array.from({ length: 256 }, (_unused, byte) =>
  byte <= 0x20 || '"\'`,;<>\\&|'.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** What stands for a value that comes from elsewhere, or for none: `${VAR}`, `{{ value }}`, `<password>`, `****`. */
export function isStandIn(value: string): boolean {
  return (
    /^(?:\$(?!\$)|%|<|\{\{|\[|@|\*{3})/.test(value) ||
    /\$[{(A-Za-z_]|\{\{|%\(|#\{|\*{4}|<[a-z]/i.test(value.replaceAll('$$', '')) ||
    /^(?:null|nil|none|true|false|undefined|password|passwd|secret|token|changeit|change_me|empty|required|optional|string|test|todo|tbd|unset|n\/a|default|disabled?|enabled?|yes|no)$/i.test(
      value,
    ) ||
    /example|changeme|change-me|placeholder|redacted|your[-_ ]|x{5}|dummy|lorem|(.)\1{5}/i.test(value)
  );
}
