const maxPaths = 1_000;
const maxLibraries = 500;
const maxTextBytes = 200;

const slash = 0x2f;

/** First letters of the folders at the root that packages put files into. */
const rootLetters = new Set(Buffer.from('abehlosuv'));
const rootFolder = /^\/(?:app|bin|etc|home|lib\d*|opt|sbin|srv|usr|var)\//;

/** Finds names of libraries and absolute paths in the data of a program as it streams by. */
export class ElfStrings {
  readonly libraries = new Set<string>();
  readonly paths = new Set<string>();
  #carried: Buffer = Buffer.alloc(0);

  /** `isApart`: the bytes do not follow those before. */
  write(chunk: Buffer, isApart: boolean): void {
    const bytes = isApart || this.#carried.length === 0 ? chunk : Buffer.concat([this.#carried, chunk]);
    this.#scan(bytes);
    this.#carried = Buffer.from(bytes.subarray(Math.max(0, bytes.length - maxTextBytes)));
  }

  #scan(bytes: Buffer): void {
    const { length } = bytes;
    let last = 0;
    let beforeLast = 0;
    for (let at = 0; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === slash) {
        if (!isPathByte(last) && rootLetters.has(bytes[at + 1] ?? 0)) this.#addPath(bytes, at);
      } else if (byte === 0x6f && last === 0x73 && beforeLast === 0x2e) this.#addLibrary(bytes, at - 2);
      beforeLast = last;
      last = byte;
    }
  }

  #addPath(bytes: Buffer, start: number): void {
    let end = start;
    while (end < bytes.length && end - start < maxTextBytes && isPathByte(bytes[end]!)) end++;
    if (this.paths.size >= maxPaths || end - start < 6) return;
    const path = bytes.toString('latin1', start, end);
    if (rootFolder.test(path)) this.paths.add(path);
  }

  #addLibrary(bytes: Buffer, dot: number): void {
    let start = dot;
    while (start > 0 && dot - start < 100 && isNameByte(bytes[start - 1]!)) start--;
    let end = dot + 3;
    while (end < bytes.length && end - dot < 30 && isVersionByte(bytes[end]!)) end++;
    if (start === dot || this.libraries.size >= maxLibraries || isNameByte(bytes[end] ?? 0)) return;
    this.libraries.add(bytes.toString('latin1', start, end));
  }
}

/** Letters, digits and `._+-@/`. */
function isPathByte(byte: number): boolean {
  return isNameByte(byte) || byte === slash;
}

function isNameByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x2b && byte <= 0x39 && byte !== 0x2c && byte !== slash) || byte === 0x5f || byte === 0x40; // prettier-ignore
}

function isVersionByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2e;
}

const maxWords = 2_000;

/** Words that could be names of programs. */
export function findWords(bytes: Buffer): readonly string[] {
  const words = new Set<string>();
  for (const [, word = ''] of bytes.toString('latin1').matchAll(/\0([a-z][a-z\d_.+-]{1,24})(?=[\0 ])/g)) {
    words.add(word);
    if (words.size >= maxWords) break;
  }
  return [...words];
}

const maxModules = 5_000;

/** Words that could be names of modules: `numpy.core.multiarray`. */
export function findModuleNames(bytes: Buffer): readonly string[] {
  const names = new Set<string>();
  for (const [, name = ''] of bytes.toString('latin1').matchAll(/\0([A-Za-z_]\w{1,40}(?:\.\w{1,40}){0,8})(?=\0)/g)) {
    names.add(name);
    if (names.size >= maxModules) break;
  }
  return [...names];
}
