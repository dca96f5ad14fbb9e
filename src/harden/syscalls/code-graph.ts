import { codeOffset, type CodeFile } from './code-file.ts';
import { flow, Instruction } from './machine.ts';

/** A place in a file. */
export interface CodePlace {
  readonly file: CodeFile;
  readonly address: number;
}

/** A part of a file between two starts. */
export interface Part {
  readonly file: CodeFile;
  readonly index: number;
}

/** Which code of a process can run, from where it begins: an over-approximation, since what an indirect call may lead to is everything whose address is taken. */
export class CodeGraph {
  readonly #files: readonly CodeFile[];
  readonly #exporters = new Map<string, CodePlace[]>();
  readonly #reached = new Map<CodeFile, Uint8Array>();
  readonly #stubs = new Map<CodeFile, Map<number, string | undefined>>();
  readonly #queue: Part[] = [];
  /** Where the kernel is called. */
  readonly sites: (Part & CodePlace)[] = [];
  /** Names that reached code uses. */
  readonly usedNames = new Set<string>();

  constructor(files: readonly CodeFile[]) {
    this.#files = files;
    for (const file of files)
      for (const [name, addresses] of file.exports)
        this.#exporters.set(name, [...(this.#exporters.get(name) ?? []), ...addresses.map((address) => ({ file, address }))]);
  }

  /** All code that runs from these places, with that which data of the files point to. */
  reach(roots: readonly CodePlace[]): void {
    for (const file of this.#files) for (const address of file.pointers) this.#reach(file, address);
    for (const { file, address } of roots) this.#reach(file, address);
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) this.#follow(next);
  }

  reachName(name: string): void {
    if (this.usedNames.has(name)) return;
    this.usedNames.add(name);
    for (const { file, address } of this.#exporters.get(name) ?? []) this.#reach(file, address);
  }

  hasName(name: string): boolean {
    return this.#exporters.has(name);
  }

  /** Reached parts, for those that look for callers. */
  *parts(): Generator<Part> {
    for (const [file, reached] of this.#reached)
      for (const [index, isReached] of reached.entries()) if (isReached === 1) yield { file, index };
  }

  placesOf(name: string): readonly CodePlace[] {
    return this.#exporters.get(name) ?? [];
  }

  #reach(file: CodeFile, address: number): void {
    const index = partAt(file, address);
    if (index < 0) return;
    let reached = this.#reached.get(file);
    if (reached === undefined) this.#reached.set(file, (reached = new Uint8Array(file.starts.length)));
    if (reached[index] === 1) return;
    const name = this.#stubAt(file, address);
    if (name !== undefined) {
      this.reachName(name);
      return;
    }
    reached[index] = 1;
    this.#queue.push({ file, index });
  }

  #follow(part: Part): void {
    const { file } = part;
    const [start, end] = rangeOf(part);
    const reader = new CodeReader(file, start, end);
    const { it } = reader;
    while (reader.next()) {
      const { address } = reader;
      if (it.flow === flow.syscall) this.sites.push({ ...part, address });
      if (it.target >= 0 && (it.target < start || it.target >= end)) {
        this.#reach(file, it.target);
      }
      if (it.reference >= 0) this.#refer(file, it.reference);
      if (file.isFixed && it.immediate > 0) this.#refer(file, it.immediate);
    }
  }

  #refer(file: CodeFile, address: number): void {
    const name = file.slots.get(address);
    if (name !== undefined) this.reachName(name);
    else this.#reach(file, address);
  }

  /** Addresses of stubs that jump to one of these names. */
  stubsOf(file: CodeFile, names: ReadonlySet<string>): ReadonlyMap<number, string> {
    const found = [...(this.#stubs.get(file) ?? [])].filter(([, name]) => name !== undefined && names.has(name));
    return new Map(found as readonly (readonly [number, string])[]);
  }

  /** The name that a stub of the procedure linkage table jumps to. */
  #stubAt(file: CodeFile, address: number): string | undefined {
    let known = this.#stubs.get(file);
    if (known === undefined) this.#stubs.set(file, (known = new Map<number, string | undefined>()));
    if (known.has(address)) return known.get(address);
    const name = readStub(file, address);
    known.set(address, name);
    return name;
  }
}

function readStub(file: CodeFile, address: number): string | undefined {
  if (file.slots.size === 0) return undefined;
  let name: string | undefined;
  let count = 0;
  const reader = new CodeReader(file, address, address + 32);
  const { it } = reader;
  while (reader.next()) {
    if (it.reference >= 0) name = file.slots.get(it.reference) ?? name;
    if (it.flow === flow.indirectJump) return name;
    if (it.flow !== flow.next || ++count > 4) return undefined;
  }
  return undefined;
}

/** Reads the instructions of a range of addresses, one at a time; `it` is filled anew each time. */
export class CodeReader {
  readonly it = new Instruction();
  address: number;
  readonly #file: CodeFile;
  readonly #distance: number;
  readonly #last: number;
  #at: number;

  constructor(file: CodeFile, start: number, end: number) {
    const offset = codeOffset(file, start);
    const segment = file.segments.find((one) => one.isCode && start >= one.address && start < one.address + one.size);
    this.#file = file;
    this.address = start;
    this.#at = offset;
    this.#distance = start - offset;
    this.#last = segment === undefined || offset < 0 ? -1 : Math.min(end, segment.address + segment.size) - start + offset;
    file.machine.reset();
  }

  /** False at the end. Bytes that are no instruction are passed over. */
  next(): boolean {
    const { bytes, machine } = this.#file;
    while (this.#at < this.#last) {
      this.address = this.#at + this.#distance;
      if (machine.decode(bytes, this.#at, this.#last, this.address, this.it)) {
        this.#at += this.it.length;
        return true;
      }
      this.#at += machine.step;
    }
    return false;
  }
}

/** Index of the part that an address is in; -1 for what is no code. */
export function partAt(file: CodeFile, address: number): number {
  if (codeOffset(file, address) < 0) return -1;
  const { starts } = file;
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= address) low = middle;
    else high = middle - 1;
  }
  return starts.length > 0 && starts[low]! <= address ? low : -1;
}

export function rangeOf({ file: { starts, segments }, index }: Part): readonly [start: number, end: number] {
  const start = starts[index]!;
  const segment = segments.find((one) => one.isCode && start >= one.address && start < one.address + one.size)!;
  return [start, Math.min(starts[index + 1] ?? Number.POSITIVE_INFINITY, segment.address + segment.size)];
}
