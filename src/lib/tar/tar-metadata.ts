import { decodeBytes } from '../bytes/decode-bytes.ts';
import { normalizePath } from '../path/normalize-path.ts';
import { parsePaxRecords } from './pax-records.ts';
import { type TarEntry, type TarEntryType, type TarFault, type TarLimits } from './tar-entry.ts';
import { type TarHeader } from './tar-header.ts';

/** Typeflags; POSIX.1-2017, pax, "ustar Interchange Format", and the GNU tar manual, "Basic Tar Format". */
export const flags = {
  pax: 0x78,
  globalPax: 0x67,
  solarisPax: 0x58,
  gnuLongName: 0x4c,
  gnuLongLink: 0x4b,
  gnuSparse: 0x53,
  oldFile: 0,
} as const;

const typeByFlag: ReadonlyMap<number, TarEntryType> = new Map([
  [0, 'file'],
  [0x30, 'file'],
  [0x31, 'hardlink'],
  [0x32, 'symlink'],
  [0x33, 'character-device'],
  [0x34, 'block-device'],
  [0x35, 'directory'],
  [0x36, 'fifo'],
  [0x37, 'file'],
  [flags.gnuSparse, 'file'],
]);

export function isMetadataFlag(flag: number): boolean {
  return (
    flag === flags.pax || flag === flags.globalPax || flag === flags.solarisPax || flag === flags.gnuLongName || flag === flags.gnuLongLink
  );
}

/** One entry, or why there is none, and the bytes that follow its header. */
export type MadeEntry =
  | { readonly entry: TarEntry; readonly storedBytes: number; readonly note?: TarFault }
  | { readonly fault: TarFault; readonly storedBytes: number };

/** What pax and GNU headers say of the next real entry; cleared when it was made. */
export class TarMetadata {
  readonly #limits: TarLimits;
  #records: ReadonlyMap<string, string> = noRecords;
  #longName: string | undefined;
  #longLink: string | undefined;
  #fault: TarFault | undefined;
  #chain = 0;

  constructor(limits: TarLimits) {
    this.#limits = limits;
  }

  get records(): ReadonlyMap<string, string> {
    return this.#records;
  }

  /** Says no when the next entry is to be given up because its metadata is too large or too many. */
  mayTake(size: number): boolean {
    if (size > this.#limits.metaBytes) this.#fail('meta-size', `metadata of ${size} bytes in front of a file`);
    else if (++this.#chain > this.#limits.metaChain) this.#fail('meta-size', 'too many metadata headers in front of a file');
    else return true;
    return false;
  }

  /** Takes the content of a metadata header; returns a note about the archive, if there is one. */
  take(flag: number, content: Buffer): TarFault | undefined {
    if (flag === flags.gnuLongName) this.#longName = cutAtNul(content);
    else if (flag === flags.gnuLongLink) this.#longLink = cutAtNul(content);
    else return this.#takePax(flag, content);
    return undefined;
  }

  /** The next entry, or why there is none. Clears what was collected. */
  apply(header: TarHeader): MadeEntry {
    const type = this.#type(header);
    const storedBytes = this.#size(header, type);
    const made = this.#fault === undefined ? this.#make(header, type, storedBytes) : { fault: this.#fault, storedBytes };
    this.#records = noRecords;
    this.#longName = this.#longLink = this.#fault = undefined;
    this.#chain = 0;
    return made;
  }

  #takePax(flag: number, content: Buffer): TarFault | undefined {
    const records = parsePaxRecords(content, this.#limits.paxRecords);
    if (flag === flags.globalPax) {
      const says = ['path', 'linkpath', 'size'].filter((key) => records?.has(key) === true);
      return says.length === 0
        ? undefined
        : { scope: 'note', kind: 'global-pax', message: `a global header sets ${says.join(', ')} for every file; ignored` };
    }
    if (records === undefined) this.#fail('pax', 'a malformed pax header');
    else this.#records = records;
    return undefined;
  }

  #type(header: TarHeader): TarEntryType {
    const name = this.#name(header);
    // V7 archives have no type for directories: a trailing slash says it.
    if (header.flag === flags.oldFile && name.endsWith('/')) return 'directory';
    return typeByFlag.get(header.flag) ?? 'other';
  }

  /** Bytes stored after the header; types that are a header only have none, whatever their size field says (Go, archive/tar). */
  #size(header: TarHeader, type: TarEntryType): number {
    if (type !== 'file' && type !== 'other') return 0;
    const text = this.#records.get('size');
    if (text === undefined || text === '') return header.size;
    if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    this.#fail('pax', `a pax size of ${text.slice(0, 40)}`);
    return header.size;
  }

  /** Field by field: objects that are spread into others take V8 a third of the time of an entry. */
  #make(header: TarHeader, type: TarEntryType, storedBytes: number): MadeEntry {
    const name = this.#name(header);
    const link = this.#records.get('linkpath') || this.#longLink || header.linkName;
    const fault = this.#checkName(name) ?? this.#checkLink(name, type, link);
    if (fault !== undefined) return { fault, storedBytes };
    const path = normalizePath(name);
    const userId = this.#id('uid') ?? header.userId;
    const groupId = this.#id('gid') ?? header.groupId;
    const linkTarget = type === 'symlink' ? link : type === 'hardlink' ? normalizePath(link) : undefined;
    const entry: TarEntry =
      linkTarget === undefined
        ? { path, type, size: storedBytes, mode: header.mode, userId, groupId }
        : { path, type, size: storedBytes, mode: header.mode, userId, groupId, linkTarget };
    const capability = type === 'file' ? this.#records.get('SCHILY.xattr.security.capability') : undefined;
    if (capability !== undefined) (entry as { capability?: string }).capability = capability;
    const isSmuggled = this.#records.has('size') && header.size !== 0 && header.size !== storedBytes && type === 'file';
    if (!isSmuggled) return { entry, storedBytes };
    const message = `header says ${header.size} bytes, pax says ${storedBytes}`;
    return { entry, storedBytes, note: { scope: 'note', kind: 'size-disagreement', path, message } };
  }

  #name(header: TarHeader): string {
    return this.#records.get('GNU.sparse.name') || this.#records.get('path') || this.#longName || header.name;
  }

  #id(key: 'uid' | 'gid'): number | undefined {
    const text = this.#records.get(key);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }

  #checkName(name: string): TarFault | undefined {
    if (name.length > this.#limits.pathBytes)
      return { scope: 'entry', kind: 'name', message: `a path of ${name.length} characters`, path: name.slice(0, 200) };
    if (countSlashes(name) > this.#limits.pathDepth)
      return {
        scope: 'entry',
        kind: 'name',
        message: `a path of more than ${this.#limits.pathDepth} directories`,
        path: name.slice(0, 200),
      };
    return undefined;
  }

  #checkLink(name: string, type: TarEntryType, link: string): TarFault | undefined {
    if (type !== 'symlink' && type !== 'hardlink') return undefined;
    const path = name.slice(0, 200);
    if (link === '') return { scope: 'entry', kind: 'name', message: 'a link without a target', path };
    if (link.length > this.#limits.pathBytes)
      return { scope: 'entry', kind: 'name', message: `a link target of ${link.length} characters`, path };
    return undefined;
  }

  #fail(kind: TarFault['kind'], message: string): void {
    this.#fault ??= { scope: 'entry', kind, message };
  }
}

const noRecords: ReadonlyMap<string, string> = new Map();

function cutAtNul(content: Buffer): string {
  const nul = content.indexOf(0);
  return decodeBytes(content, 0, nul === -1 ? content.length : nul);
}

function countSlashes(name: string): number {
  let count = 0;
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) count++;
  return count;
}
