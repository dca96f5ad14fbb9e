/** Names of one Go program, as hashes: a name that is not in them is not in the program, and two names with one hash are both taken to be there. */
export interface GoNames {
  /** Of functions, inlined ones included: `net/http.(*Server).Serve`. Base64 of 32-bit numbers in ascending order, low byte first. */
  readonly functions: string;
  /** Of the packages that they are in. */
  readonly packages: string;
}

/** First words of the table: of Go 1.20, 1.18 and 1.16. */
const magics: ReadonlyMap<number, number> = new Map([
  [0xf1, 8],
  [0xf0, 8],
  [0xfa, 7],
]);
const mark = Buffer.from([0xff, 0xff, 0xff, 0, 0]);
const headBytes = 8 + 8 * 8;
const maxTableBytes = 256 * 1024 * 1024;
const maxNameBytes = 4096;
const maxNames = 400_000;

/** Reads the names of functions of a Go program as it streams by: runtime/symtab.go, pcHeader. The table is in programs without symbols, too. */
export class GoFunctions {
  readonly #functions = new Set<number>();
  readonly #packages = new Set<number>();
  #carried: Buffer = Buffer.alloc(0);
  /** Bytes until the names begin, and of the names that are to come. */
  #table: { skip: number; left: number } | undefined;
  #isWhole = false;

  write(chunk: Buffer): void {
    if (this.#isWhole) return;
    const bytes = this.#carried.length === 0 ? chunk : Buffer.concat([this.#carried, chunk]);
    this.#carried = Buffer.alloc(0);
    if (this.#table !== undefined) this.#readNames(bytes);
    else this.#find(bytes);
  }

  /** `undefined` for what is no Go program, or whose names were not read to their end. */
  end(): GoNames | undefined {
    return this.#isWhole ? { functions: pack(this.#functions), packages: pack(this.#packages) } : undefined;
  }

  #find(bytes: Buffer): void {
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
      const start = at - 1;
      if (start < 0) continue;
      if (start + headBytes > bytes.length) break;
      const table = readHead(bytes, start);
      if (table === undefined) continue;
      this.#table = table;
      this.#readNames(bytes.subarray(start));
      return;
    }
    this.#carried = Buffer.from(bytes.subarray(Math.max(0, bytes.length - headBytes)));
  }

  #readNames(given: Buffer): void {
    const table = this.#table!;
    let bytes = given;
    if (table.skip > 0) {
      const skipped = Math.min(table.skip, bytes.length);
      table.skip -= skipped;
      bytes = bytes.subarray(skipped);
    }
    const names = bytes.subarray(0, table.left);
    const isLast = names.length === table.left;
    let at = 0;
    for (let end = names.indexOf(0, at); end >= 0; end = names.indexOf(0, at)) {
      if (end > at) this.#add(names.toString('latin1', at, end));
      at = end + 1;
    }
    table.left -= at;
    if (isLast && this.#functions.size < maxNames) this.#isWhole = true;
    else if (names.length - at <= maxNameBytes) this.#carried = Buffer.from(names.subarray(at));
    else table.left = Infinity;
  }

  #add(name: string): void {
    if (this.#functions.size >= maxNames) return;
    this.#functions.add(hashOfName(name));
    const dot = name.indexOf('.', name.lastIndexOf('/', name.search(/[[(]|$/)) + 1);
    if (dot > 0) this.#packages.add(hashOfName(name.slice(0, dot)));
  }
}

function readHead(bytes: Buffer, start: number): { skip: number; left: number } | undefined {
  const fields = magics.get(bytes[start]!);
  const [quantum = 0, pointerBytes = 0] = [bytes[start + 6], bytes[start + 7]];
  if (fields === undefined || ![1, 2, 4].includes(quantum) || (pointerBytes !== 4 && pointerBytes !== 8)) return undefined;
  const field = (index: number): number => {
    const at = start + 8 + index * pointerBytes;
    return pointerBytes === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUInt32LE(at);
  };
  // The start of the code is a field since 1.18.
  const namesField = fields === 8 ? 3 : 2;
  const [from, to] = [field(namesField), field(namesField + 1)];
  if (from !== 8 + fields * pointerBytes || to <= from || to > maxTableBytes) return undefined;
  return { skip: from, left: to - from };
}

/** FNV-1a, 32 bits. */
export function hashOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function pack(hashes: ReadonlySet<number>): string {
  const sorted = Uint32Array.from(hashes).sort();
  const bytes = Buffer.alloc(sorted.length * 4);
  for (const [at, hash] of sorted.entries()) bytes.writeUInt32LE(hash, at * 4);
  return bytes.toString('base64');
}
