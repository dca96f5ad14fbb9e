import { type CodeFile } from './code-file.ts';
import { type CodeGraph, partAt, type Part } from './code-graph.ts';
import { type Place, stackSlot } from './machine.ts';
import { findCallers, type PartSteps, readSteps, traceValue } from './trace-value.ts';

/** Numbers of the system calls that reached code makes. */
export interface FoundNumbers {
  readonly numbers: ReadonlySet<number>;
  /** Places where the number is not a constant, and why. */
  readonly unknown: readonly UnknownNumber[];
}

export interface UnknownNumber {
  readonly file: CodeFile;
  readonly address: number;
  /** Name of the exported function around it, where there is one. */
  readonly functionName?: string;
}

/** Functions that take the number from functions that take the number, and so on. */
const mostRounds = 8;

/** Follows each number back to the constants that it is, through wrappers such as syscall(3) to their callers. */
export function findNumbers(graph: CodeGraph): FoundNumbers {
  const numbers = new Set<number>();
  const unknown = new Map<string, UnknownNumber>();
  const known = new Map<string, PartSteps>();
  const stepsOf = (part: Part): PartSteps => {
    const key = `${part.file.path} ${part.index}`;
    let steps = known.get(key);
    if (steps === undefined) known.set(key, (steps = readSteps(part)));
    return steps;
  };
  const note = (file: CodeFile, address: number): void => void unknown.set(`${file.path} ${address}`, describe(file, address));
  let open: Wrapper[] = [];
  const seen = new Set<string>();
  const trace = (part: Part, address: number, place: Place): void => {
    const value = traceValue(stepsOf(part), address, place);
    for (const constant of value.constants) numbers.add(constant);
    // Tables between functions have bytes that look like a call now and then.
    if (value.isUnknown && !stepsOf(part).hasData) note(part.file, address);
    for (const { entry, place: from } of value.arguments) {
      const key = `${part.file.path} ${entry} ${from}`;
      if (!seen.has(key)) open.push({ file: part.file, entry, place: from });
      seen.add(key);
    }
  };
  for (const site of graph.sites) trace(site, site.address, site.file.machine.numberRegister);
  for (let round = 0; open.length > 0; round++) {
    const wrappers = open;
    open = [];
    if (round === mostRounds) {
      for (const { file, entry } of wrappers) note(file, entry);
      break;
    }
    for (const { file, entry } of traceCallers(graph, wrappers, trace)) note(file, entry);
  }
  return { numbers, unknown: [...unknown.values()] };
}

interface Wrapper {
  readonly file: CodeFile;
  readonly entry: number;
  readonly place: Place;
}

/** Traces the argument at every caller; returns the wrappers that something else than a call leads to, or nothing. */
function traceCallers(graph: CodeGraph, wrappers: readonly Wrapper[], trace: (part: Part, address: number, place: Place) => void): readonly Wrapper[] {
  const wanted = new Map<CodeFile, Set<number>>();
  const names = new Map<string, { readonly file: CodeFile; readonly entry: number }>();
  for (const { file, entry } of wrappers) {
    wanted.set(file, (wanted.get(file) ?? new Set()).add(entry));
    for (const [name, addresses] of file.exports) if (addresses.includes(entry)) names.set(name, { file, entry });
  }
  const callers = [...findCallers(graph, wanted, names)];
  return wrappers.filter((wrapper) => {
    const own = callers.filter(({ entryFile, entry }) => entryFile === wrapper.file && entry === wrapper.entry);
    for (const { part, address, isJump, isTaken } of own) {
      if (isTaken) continue;
      // A call puts its return address on the stack; a jump does not. On arm64 neither does.
      const isOnStack = wrapper.place > 64 && !isJump && part.file.machine.step === 1;
      trace(part, address, isOnStack ? wrapper.place - 8 : wrapper.place);
    }
    return own.every(({ isTaken }) => isTaken) ? isReachable(wrapper) : own.some(({ isTaken }) => isTaken);
  });
} // prettier-ignore

/** A part is read as one, so that some of its entries may have no caller at all; the first of a reached part has one. */
function isReachable({ file, entry, place }: Wrapper): boolean {
  if (place >= stackSlot && place < stackSlot + 8) return true;
  const index = partAt(file, entry);
  return index >= 0 && file.starts[index] === entry;
}

function describe(file: CodeFile, address: number): UnknownNumber {
  const index = partAt(file, address);
  const start = file.starts[index];
  const name = [...file.exports].find(([, addresses]) => start !== undefined && addresses.includes(start))?.[0];
  return { file, address, ...(name === undefined ? {} : { functionName: name }) };
}
