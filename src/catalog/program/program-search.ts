import { escapePattern } from '../../lib/text/escape-pattern.ts';
import { markReach, type Program, type ProgramMark, type ProgramVersion } from './program.ts';

/** Bytes of each piece that are looked at again together with the next. */
const overlapBytes = 2 * markReach;
/** A mark that is found more often than this is no mark: the rest is not looked at. */
const maxOccurrences = 10_000;

/** Looks for the version of one program in a file that streams by. */
export class ProgramSearch {
  readonly #program: Program;
  readonly #marks: readonly MarkSearch[];
  #tail = Buffer.alloc(0);

  /** `name` is that of the file. */
  constructor(program: Program, name: string) {
    this.#program = program;
    const groups = program.files.exec(name)?.slice(1) ?? [];
    this.#marks = program.marks.map((mark) => new MarkSearch(mark, groups));
  }

  write(chunk: Buffer): void {
    if (this.#marks[0]?.isDone === true) return;
    if (this.#tail.length > 0) this.#look(Buffer.concat([this.#tail, chunk.subarray(0, overlapBytes)]));
    this.#look(chunk);
    const kept = chunk.length >= overlapBytes ? chunk : Buffer.concat([this.#tail, chunk]);
    this.#tail = Buffer.from(kept.subarray(Math.max(0, kept.length - overlapBytes)));
  }

  end(): ProgramVersion | undefined {
    const version = this.#marks.map((mark) => mark.version).find((each) => each !== undefined);
    return version === undefined ? undefined : { program: this.#program.name, version };
  }

  #look(bytes: Buffer): void {
    for (const mark of this.#marks) {
      mark.look(bytes);
      // The others are less sure.
      if (mark.isDone) return;
    }
  }
}

/** Looks for one mark. */
class MarkSearch {
  readonly #near: Buffer | undefined;
  readonly #pattern: RegExp;
  readonly #versions = new Set<string>();
  #occurrences = 0;

  constructor({ near, version }: ProgramMark, groups: readonly (string | undefined)[]) {
    this.#near = near === undefined ? undefined : Buffer.from(near, 'latin1');
    const source = version.source.replace(/\$(\d)/g, (_, at: string) => escapePattern(groups[Number(at) - 1] ?? ''));
    this.#pattern = new RegExp(source, 'g');
  }

  /** Two texts of the form of a version, without anything that tells which is the program's, are none. */
  get version(): string | undefined {
    const [first, second] = this.#versions;
    return this.#near === undefined && second !== undefined ? undefined : first;
  }

  /** Whether nothing that follows can change the answer. */
  get isDone(): boolean {
    return this.#near !== undefined && this.#versions.size > 0;
  }

  look(bytes: Buffer): void {
    if (this.#near === undefined) {
      if (this.#versions.size < 2) this.#take(bytes.toString('latin1'));
      return;
    }
    for (let at = bytes.indexOf(this.#near); at >= 0 && this.#occurrences < maxOccurrences; at = bytes.indexOf(this.#near, at + 1)) {
      this.#occurrences += 1;
      this.#take(bytes.subarray(Math.max(0, at - markReach), at + this.#near.length + markReach).toString('latin1'));
      if (this.isDone) return;
    }
  }

  #take(text: string): void {
    for (const [, version] of text.matchAll(this.#pattern)) {
      if (version !== undefined) this.#versions.add(version);
      if (this.isDone || this.#versions.size > 1) return;
    }
  }
}
