import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { type FileEntry } from '../../model/file-entry.ts';
import { type Inspection, type Inspector } from '../../model/layer-index.ts';
import { makeByteReader } from '../../lib/bytes/byte-reader.ts';
import { Capture } from '../../lib/bytes/capture.ts';

/** What a program says of the package it was built for; JSON. */
export interface PackageNote {
  /** The package manager: `deb`, `rpm`. */
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  /** `ID` and `VERSION_ID` of os-release. */
  readonly os?: string;
  readonly osVersion?: string;
}

/** Linkers put notes right behind the headers: bytes at the start of a file that are looked at. */
const headBytes = 8 * 1024;
const maxNoteBytes = 2 * 1024;

/** Reads the note that linkers of Fedora, Azure Linux, openSUSE and others write into each program: Package Metadata for Executable Files, systemd.io. */
export const packageNote: Inspector = {
  id: 'package-note',
  version: 1,
  minFileBytes: 512,
  maxStateBytes: headBytes + maxNoteBytes,
  wants: (_entry: FileEntry, head: Uint8Array) => head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46,
  open(): Inspection {
    const head = new Capture(0, headBytes);
    let position = 0;
    return {
      write(chunk) {
        if (!head.isFull) head.take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), position);
        position += chunk.length;
      },
      end() {
        const note = findNote(head.bytes);
        return note === undefined ? [] : [note];
      },
    };
  },
};

/** Owner and type of the note; its name and description are padded to four bytes. */
const owner = Buffer.from('FDO\0');
const noteType = 0xcafe1a7e;
const noteHeaderBytes = 12;

function findNote(head: Buffer): PackageNote | undefined {
  const reader = makeByteReader(head, head[5] !== 2);
  for (let at = head.indexOf(owner); at >= 0; at = head.indexOf(owner, at + 1)) {
    const start = at - noteHeaderBytes;
    if (start < 0 || reader.u32(start) !== owner.length || reader.u32(start + 8) !== noteType) continue;
    const length = reader.u32(start + 4);
    if (length <= maxNoteBytes && at + owner.length + length <= head.length)
      return readNote(head.subarray(at + owner.length, at + owner.length + length));
  }
  return undefined;
}

/** Bytes that are no such object are a note of somebody else. */
function readNote(bytes: Buffer): PackageNote | undefined {
  const end = bytes.indexOf(0);
  let content: unknown;
  try {
    content = parseJsonBounded(end < 0 ? bytes : bytes.subarray(0, end), { maxBytes: maxNoteBytes, maxDepth: 4 });
  } catch {
    return undefined;
  }
  if (!isJsonObject(content)) return undefined;
  const text = (key: string): string | undefined => {
    const value = field(content, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [type, name, version, architecture, os, osVersion] = ['type', 'name', 'version', 'architecture', 'os', 'osVersion'].map(text);
  if (type === undefined || name === undefined || version === undefined) return undefined;
  return {
    type,
    name,
    version,
    ...(architecture === undefined ? {} : { architecture }),
    ...(os === undefined ? {} : { os }),
    ...(osVersion === undefined ? {} : { osVersion }),
  };
}
