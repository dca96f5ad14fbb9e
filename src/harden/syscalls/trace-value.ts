import { type CodeFile } from './code-file.ts';
import { type CodeGraph, CodeReader, type Part, rangeOf } from './code-graph.ts';
import { effect, flow, nowhere, type Place, stackSlot } from './machine.ts';

/** What a place can hold at an instruction. */
export interface TracedValue {
  readonly constants: ReadonlySet<number>;
  /** What a caller put somewhere before it came to an address. */
  readonly arguments: readonly { readonly entry: number; readonly place: Place }[];
  /** It can be something else: read from memory, computed, returned by a function. */
  readonly isUnknown: boolean;
}

interface Step {
  readonly address: number;
  readonly length: number;
  readonly flow: number;
  readonly target: number;
  readonly effect: number;
  readonly destination: Place;
  readonly source: Place;
  readonly value: number;
  readonly writes: number;
  readonly isPadding: boolean;
  readonly reference: number;
}

/** A part as a graph of instructions; made only where a number is looked for. */
export interface PartSteps {
  readonly part: Part;
  readonly steps: readonly Step[];
  readonly indexAt: ReadonlyMap<number, number>;
  readonly jumpsTo: ReadonlyMap<number, readonly number[]>;
  /** Bytes of it are no instructions: it is data, at least in part. */
  readonly hasData: boolean;
  /** Addresses in the part that calls of the part itself lead to. */
  readonly called: ReadonlySet<number>;
}

export function readSteps(part: Part): PartSteps {
  const [start, end] = rangeOf(part);
  const steps: Step[] = [];
  const indexAt = new Map<number, number>();
  const jumpsTo = new Map<number, number[]>();
  const called = new Set<number>();
  const reader = new CodeReader(part.file, start, end);
  const { it } = reader;
  while (reader.next()) {
    const { address } = reader;
    indexAt.set(address, steps.length);
    if (it.flow === flow.call) called.add(it.target);
    else if (it.target >= start && it.target < end) jumpsTo.set(it.target, [...(jumpsTo.get(it.target) ?? []), steps.length]);
    const { destination, source, value, writes, target, isPadding, reference } = it;
    steps.push({
      address,
      length: it.length,
      flow: it.flow,
      target,
      effect: it.effect,
      destination,
      source,
      value,
      writes,
      isPadding,
      reference,
    });
  }
  const covered = steps.reduce((sum, { length }) => sum + length, 0);
  return { part, steps, indexAt, jumpsTo, called, hasData: covered < end - start };
}

/** States that one search may look at: more is unknown. */
const mostStates = 20_000;

/** Follows a place backwards from an instruction, over all ways that lead there. */
export function traceValue({ part, steps, indexAt, jumpsTo, called }: PartSteps, address: number, place: Place): TracedValue {
    const constants = new Set<number>();
  const entries = new Map<string, { entry: number; place: Place }>();
  let isUnknown = false;
  const seen = new Set<string>();
  const queue: (readonly [index: number, place: Place])[] = [];
  const start = rangeOf(part)[0];
  /** Of what holds before the instruction at `index`. */
  const before = (index: number, wanted: Place): void => {
    const step = steps[index]!;
    const key = `${index} ${wanted}`;
    if (seen.has(key)) return;
    if (seen.size > mostStates) {
      isUnknown = true;
      return;
    }
    seen.add(key);
    const isEntry = step.address === start || called.has(step.address);
    if (isEntry) entries.set(`${step.address} ${wanted}`, { entry: step.address, place: wanted });
    const jumps = jumpsTo.get(step.address) ?? [];
    for (const from of jumps) queue.push([from, wanted]);
    const previous = steps[index - 1];
    const falls = index > 0 && previous !== undefined && previous.flow !== flow.jump && previous.flow !== flow.stop && previous.flow !== flow.indirectJump;
    if (falls) queue.push([index - 1, wanted]);
    // Only a jump through a table can lead here; to padding nothing does.
    else if (!isEntry && jumps.length === 0 && !step.isPadding) isUnknown = true;
  };
  const first = indexAt.get(address);
  if (first === undefined) return { constants, arguments: [], isUnknown: true };
  before(first, place);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [index, wanted] = next;
    const step = steps[index]!;
    const through = passThrough(step, wanted, part.file);
    if (through === 'unknown') isUnknown = true;
    else if (through === 'impossible') continue;
    else if (typeof through === 'object') constants.add(through.constant);
    else before(index, through);
    if (step.effect === effect.maybeCopy && step.destination === wanted) {
      if (step.source === nowhere) isUnknown = true;
      else before(index, step.source);
    }
  }
  return { constants, arguments: [...entries.values()], isUnknown };
} // prettier-ignore

/** Where the value was before an instruction, or what it is. `impossible`: compilers put nothing that is needed later where a call may overwrite it. */
function passThrough(step: Step, wanted: Place, file: CodeFile): Place | 'unknown' | 'impossible' | { readonly constant: number } {
  const { scratch, results, stackPointer } = file.machine;
  const isRegister = wanted < 64;
  switch (step.effect) {
    case effect.constant:
      if (step.destination === wanted) return { constant: step.value };
      break;
    case effect.copy:
      if (step.destination === wanted) return step.source === nowhere ? loaded(step, file) : step.source;
      break;
    case effect.maybeCopy:
      // The other way is followed by the caller.
      if (step.destination === wanted) return wanted;
      break;
    case effect.push:
    case effect.pushConstant:
      if (wanted === stackSlot) return step.effect === effect.pushConstant ? { constant: step.value } : step.source === nowhere ? 'unknown' : step.source;
      if (!isRegister) return wanted - 8;
      break;
    case effect.pop:
      if (step.destination === wanted) return stackSlot;
      if (!isRegister) return wanted + 8;
      break;
    case effect.moveStack:
      if (!isRegister) return wanted + step.value;
      break;
    default:
      break;
  }
  if (!isRegister) return (step.writes & (1 << stackPointer)) !== 0 && stackPointer < 31 && step.flow === flow.next ? 'unknown' : wanted;
  if (step.flow === flow.call || step.flow === flow.indirectCall) {
    if ((scratch & (1 << wanted)) === 0) return wanted;
    return (results & (1 << wanted)) !== 0 ? 'unknown' : 'impossible';
  }
  return (step.writes & (1 << wanted)) !== 0 ? 'unknown' : wanted;
} // prettier-ignore

/** A variable of the file at its beginning: Go keeps numbers of some system calls in variables that nothing changes. */
function loaded({ reference }: Step, { bytes, segments }: CodeFile): 'unknown' | { readonly constant: number } {
  const segment = segments.find(({ isCode, address, size }) => !isCode && reference >= address && reference + 4 <= address + size);
  const value = segment === undefined ? 0 : bytes.readUInt32LE(segment.offset + reference - segment.address);
  return value > 0 && value < 1_024 ? { constant: value } : 'unknown';
}

/** Calls and jumps in reached code that lead to one of these addresses. */
export interface CallSite {
  readonly part: Part;
  readonly address: number;
  readonly entry: number;
  readonly entryFile: Part['file'];
  /** A jump: the return address is not on the stack yet. */
  readonly isJump: boolean;
  /** Its address is taken instead: who calls it is not known. */
  readonly isTaken: boolean;
}

/** Looks for callers of functions, by address in their own file and by name in others. */
export function* findCallers(graph: CodeGraph, wanted: ReadonlyMap<Part['file'], ReadonlySet<number>>, names: ReadonlyMap<string, { readonly file: Part['file']; readonly entry: number }>): Generator<CallSite> {
  const asked = new Set(names.keys());
  const stubs = new Map<Part['file'], ReadonlyMap<number, string>>();
  for (const part of graph.parts()) {
    const { file } = part;
    const own = wanted.get(file);
    const hasName = [...asked].some((name) => hasSlot(file, name));
    if (own === undefined && !hasName) continue;
    let stubbed = stubs.get(file);
    if (stubbed === undefined) stubs.set(file, (stubbed = graph.stubsOf(file, asked)));
    const [start, end] = rangeOf(part);
    const reader = new CodeReader(file, start, end);
    const { it } = reader;
    while (reader.next()) {
      if (it.target < 0 && it.reference < 0) continue;
      const { address } = reader;
      const isJump = it.flow === flow.jump || it.flow === flow.branch;
      const byStub = it.target < 0 ? undefined : stubbed.get(it.target);
      const named = names.get(byStub ?? (it.reference < 0 ? '' : (file.slots.get(it.reference) ?? '')));
      // The stub itself is no caller.
      if (named !== undefined && it.flow === flow.indirectJump && [...stubbed.keys()].some((stub) => address >= stub && address < stub + 16)) continue;
      const isCall = byStub !== undefined || it.flow === flow.indirectCall || it.flow === flow.indirectJump;
      if (named !== undefined) yield { part, address, entry: named.entry, entryFile: named.file, isJump: byStub === undefined ? it.flow === flow.indirectJump : isJump, isTaken: !isCall };
      else if (it.target >= 0 && own?.has(it.target) === true) yield { part, address, entry: it.target, entryFile: file, isJump, isTaken: false };
      else if (it.reference >= 0 && own?.has(it.reference) === true) yield { part, address, entry: it.reference, entryFile: file, isJump: false, isTaken: true };
    }
  }
} // prettier-ignore

const slotNames = new WeakMap<Part['file'], ReadonlySet<string>>();

function hasSlot(file: Part['file'], name: string): boolean {
  let known = slotNames.get(file);
  if (known === undefined) slotNames.set(file, (known = new Set(file.slots.values())));
  return known.has(name);
}
