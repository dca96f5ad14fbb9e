import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';
import { limits } from '../../../model/limits.ts';
import { type RecordedFile } from '../../recorded/recorded-file.ts';
import { decodeText } from '../decode-text.ts';

export interface ApkRecord {
  readonly name: string;
  readonly version?: string;
  readonly architecture?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses: readonly string[];
  /** `Name <address>`. */
  readonly maintainer?: string;
  /** As written: `so:libc.musl-x86_64.so.1`, `busybox>=1.36`, `!uclibc`. */
  readonly depends: readonly string[];
  readonly provides: readonly string[];
  readonly ownedPaths: () => Iterable<string>;
  readonly recordedFiles: () => Iterable<RecordedFile>;
}

/**
 * Records of `lib/apk/db/installed`: `K:value` lines, a blank line after each record. One pass over the bytes; unknown
 * keys are passed over, and a missing blank line at the end is read like the regular form. Never throws.
 */
export function parseApkInstalled(content: Buffer, problem: (message: string) => void): readonly ApkRecord[] {
  // One byte is one character, so that offsets in the text are offsets in the bytes.
  const text = content.toString('latin1');
  const records: ApkRecord[] = [];
  let recordStart = 0;
  let fields: Partial<Record<FieldKey, string>> = {};

  function endRecord(recordEnd: number): void {
    if (recordEnd <= recordStart) return;
    const record = readRecord(fields, content.subarray(recordStart, recordEnd));
    if (record === undefined) problem(`a record names no package (byte ${recordStart})`);
    else records.push(record);
    if (record !== undefined && record.version === undefined) problem(`${record.name} has no version (byte ${recordStart})`);
    fields = {};
  }

  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const key = text.charCodeAt(start + 1) === colon ? text.charAt(start) : '';
    if (end === start || (end === start + 1 && text.charCodeAt(start) === carriageReturn)) {
      endRecord(start);
      recordStart = end + 1;
    } else if (key === '') {
      problem(`a line is not of the form K:value (byte ${start})`);
    } else if (isFieldKey(key)) {
      if (end - start > limits.databaseFieldBytes)
        problem(`the field ${key} is longer than ${limits.databaseFieldBytes} bytes (byte ${start})`);
      else fields[key] = decodeBytes(content, start + 2, end).trim();
    }
    start = end + 1;
  }
  endRecord(text.length);
  return records;
}

const colon = 0x3a;
const carriageReturn = 0x0d;

/** P name, V version, A architecture, L license, o origin, m maintainer, D depends, p provides. */
type FieldKey = 'P' | 'V' | 'A' | 'L' | 'o' | 'm' | 'D' | 'p';

function isFieldKey(key: string): key is FieldKey {
  return 'PVALomDp'.includes(key);
}

function readRecord(fields: Partial<Record<FieldKey, string>>, bytes: Buffer): ApkRecord | undefined {
  const name = fields.P || undefined;
  if (name === undefined) return undefined;
  const [version, architecture] = [fields.V || undefined, fields.A || undefined];
  return {
    name,
    ...(version === undefined ? {} : { version, source: { name: fields.o || name, version } }),
    ...(architecture === undefined ? {} : { architecture }),
    licenses: fields.L ? [fields.L] : [],
    ...(fields.m ? { maintainer: fields.m } : {}),
    depends: words(fields.D),
    provides: words(fields.p),
    ownedPaths: () => ownedPaths(bytes),
    recordedFiles: () => recordedFiles(bytes),
  };
}

function words(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(' ').filter((word) => word !== '');
}

/** Paths of files. */
function* ownedPaths(bytes: Buffer): Iterable<string> {
  for (const { key, path } of fileLines(bytes)) if (key === 'R') yield path;
}

/** `Z:Q1` is the SHA-1 of the file before it, `Z:Q2` the SHA-256, in base64; of a symlink that of its target. */
function* recordedFiles(bytes: Buffer): Iterable<RecordedFile> {
  for (const { key, path, value } of fileLines(bytes)) {
    if (key !== 'Z' || path === '' || !/^Q[12]/.test(value)) continue;
    const digest = Buffer.from(value.slice(2), 'base64').toString('hex');
    yield { path, algorithm: value.startsWith('Q1') ? 'sha1' : 'sha256', digest };
  }
}

interface FileLine {
  readonly key: string;
  readonly value: string;
  /** Of the last file; empty where a directory follows it. */
  readonly path: string;
}

/** `F:` names a directory, each `R:` after it a file in it, and what follows is about that file. */
function* fileLines(bytes: Buffer): Iterable<FileLine> {
  const text = decodeText(bytes);
  let directory = '';
  let path = '';
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const key = text.charCodeAt(start + 1) === colon ? text.charAt(start) : '';
    if (key === 'F' || key === 'R' || key === 'Z') {
      const value = text.slice(start + 2, end);
      if (key === 'F') [directory, path] = [value, ''];
      else if (key === 'R') path = directory === '' ? value : `${directory}/${value}`;
      yield { key, value, path };
    }
    start = end + 1;
  }
}
