import { limits } from '../../model/limits.ts';
import { type DecodedRun } from './encodings.ts';
import { type Candidate } from './candidate.ts';
import { makeMatch, type Position, type SecretMatch } from './secret-match.ts';
import { type Text } from './text.ts';

/** A match with its place in the file: bytes. */
export interface PlacedMatch {
  readonly start: number;
  readonly end: number;
  readonly rank: number;
  readonly match: SecretMatch;
}

/** Where in the file a text begins: its byte, its line, and how many bytes of that line come before it. */
export interface TextStart {
  readonly offset: number;
  readonly line: number;
  readonly lineOffset: number;
}

/** The matches of one file, of which each byte belongs to one. */
export class MatchList {
  readonly #placed: PlacedMatch[] = [];
  readonly #keys = new Set<string>();

  /** How many more it takes. */
  get room(): number {
    return limits.secretsPerFile - this.#placed.length;
  }

  add(text: Text, candidates: readonly Candidate[], { offset, line, lineOffset }: TextStart): void {
    const lines = new LineCounter(text, line, lineOffset);
    for (const candidate of [...candidates].sort((a, b) => a.start - b.start || a.end - b.end)) {
      const key = `${candidate.rule.id} ${offset + candidate.start}`;
      if (this.#keys.has(key)) continue;
      if (this.room <= 0) return;
      this.#keys.add(key);
      const start = lines.position(candidate.start);
      const match = makeMatch(text, candidate, start, lines.endOf(candidate.end));
      this.#placed.push({ start: offset + candidate.start, end: offset + candidate.end, rank: candidate.rank, match });
    }
  }

  /** What was found in an encoded run, at the place of the run. */
  addDecoded(text: Text, run: DecodedRun, inner: readonly PlacedMatch[], encoding: string, { offset, line, lineOffset }: TextStart): void {
    if (inner.length === 0) return;
    const lines = new LineCounter(text, line, lineOffset);
    const start = lines.position(run.start);
    const end = lines.endOf(run.end);
    for (const [at, { rank, match }] of inner.entries()) {
      if (this.room <= 0) return;
      const { endLine: _unused, ...found } = match;
      const decoded = [encoding, ...(match.decoded ?? [])];
      // Several secrets of one run share its place: each gets a byte of it.
      const place = { start: offset + run.start + at, end: offset + (at === inner.length - 1 ? run.end : run.start + at + 1) };
      this.#placed.push({ ...place, rank, match: { ...found, line: start.line, column: start.column, endColumn: end.column, decoded } });
    }
  }

  /** Without what another match claims with more right. */
  finish(): readonly PlacedMatch[] {
    const byRight = [...this.#placed].sort((a, b) => a.rank - b.rank || b.end - b.start - (a.end - a.start) || a.start - b.start);
    const chosen: PlacedMatch[] = [];
    const taken = new IntervalSet();
    for (const placed of byRight) if (taken.add(placed.start, placed.end)) chosen.push(placed);
    return chosen.sort((a, b) => a.start - b.start);
  }
}

/** Intervals that do not overlap, sorted. */
class IntervalSet {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** False if it overlaps one that is there. */
  add(start: number, end: number): boolean {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! < end) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && this.#ends[low - 1]! > start) return false;
    this.#starts.splice(low, 0, start);
    this.#ends.splice(low, 0, end);
    return true;
  }
}

/** Lines and columns of places that are asked for in ascending order. */
class LineCounter {
  readonly #text: Text;
  #line: number;
  #at = 0;
  #lineStart: number;

  constructor(text: Text, line: number, lineOffset: number) {
    this.#text = text;
    this.#line = line;
    this.#lineStart = -lineOffset;
  }

  position(place: number): Position {
    for (; this.#at < place; this.#at++) {
      if (this.#text.bytes[this.#at] !== newline) continue;
      this.#line++;
      this.#lineStart = this.#at + 1;
    }
    return { line: this.#line, column: this.#columnOf(this.#lineStart, place) };
  }

  /** Of the end of a match that begins at the place asked for last. */
  endOf(place: number): Position {
    let line = this.#line;
    let lineStart = this.#lineStart;
    for (let at = this.#at; at < place; at++) {
      if (this.#text.bytes[at] !== newline) continue;
      line++;
      lineStart = at + 1;
    }
    return { line, column: this.#columnOf(lineStart, place) };
  }

  #columnOf(lineStart: number, place: number): number {
    if (lineStart < 0 || place - lineStart > maxColumnBytes) return place - lineStart + 1;
    return Buffer.from(this.#text.bytes.subarray(lineStart, place)).toString('utf8').length + 1;
  }
}

const newline = 0x0a;
/** In longer lines bytes are counted. */
const maxColumnBytes = 4096;
