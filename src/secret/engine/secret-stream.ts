import { limits } from '../../model/limits.ts';
import { type Candidate } from './candidate.ts';
import { findCandidates, findEverywhere, lookAheadBytes, lookBehindBytes, type SearchedPath } from './find-candidates.ts';
import { MatchList, type PlacedMatch, type TextStart } from './match-list.ts';
import { type KeywordRules, type RuleSet } from './rule-set.ts';
import { type SecretMatch } from './secret-match.ts';
import { makeText, type Text } from './text.ts';

/** How much of a file is looked at in one go, at least: bytes. */
const windowBytes = 128 * 1024;
export const maxStreamBytes = windowBytes + lookAheadBytes + lookBehindBytes;

/** What was found in one file. */
export interface SecretsFound {
  readonly matches: readonly SecretMatch[];
  /** The limit of one file was reached, and the rest of it was not searched. */
  readonly isCut: boolean;
}

/** Looks for secrets in one text that comes in pieces. A secret may lie across pieces; `path` is the file's, for rules about some files only. */
export class SecretStream {
  readonly #rules: RuleSet;
  readonly #path: SearchedPath;
  readonly #list = new MatchList();
  readonly #depth: number;
  #decodedText = -1;
  #decodedEnd = 0;
  /** Keywords that wait for the text behind them: where they end, and the state of the automaton there. */
  #places: number[] = [];
  #states: number[] = [];
  #state = 0;
  #isCut = false;
  #buffer: Buffer | undefined;
  #filled = 0;
  /** Of the buffer's first byte. */
  #start: TextStart = { offset: 0, line: 1, lineOffset: 0 };

  /** `depth`: how many encodings were taken off already. */
  constructor(rules: RuleSet, path: string, depth = 0) {
    this.#rules = rules;
    this.#depth = depth;
    this.#path = { path, lowerPath: path.toLowerCase() };
  }

  /** A text that is there as a whole. */
  static findIn(rules: RuleSet, path: string, bytes: Uint8Array): SecretsFound {
    return SecretStream.#overWhole(rules, path, bytes).#result();
  }

  /** The same with places: bytes of the text. */
  static locateIn(rules: RuleSet, path: string, bytes: Uint8Array): readonly PlacedMatch[] {
    return SecretStream.#overWhole(rules, path, bytes).#list.finish();
  }

  static #overWhole(rules: RuleSet, path: string, bytes: Uint8Array): SecretStream {
    const stream = new SecretStream(rules, path);
    stream.#search(bytes, 0, bytes.length);
    stream.#settle(makeText(bytes), bytes.length);
    return stream;
  }

  /** `chunk` is not kept. */
  write(chunk: Uint8Array): void {
    if (this.#isCut) return;
    this.#buffer ??= Buffer.allocUnsafe(maxStreamBytes);
    for (let from = 0; from < chunk.length;) {
      const taken = Math.min(chunk.length - from, this.#buffer.length - this.#filled);
      this.#buffer.set(chunk.subarray(from, from + taken), this.#filled);
      this.#search(this.#buffer, this.#filled, this.#filled + taken);
      this.#filled += taken;
      from += taken;
      if (this.#filled === this.#buffer.length) this.#turn(this.#buffer);
    }
  }

  end(): SecretsFound {
    if (this.#buffer !== undefined && !this.#isCut) this.#settle(makeText(this.#buffer, this.#filled), this.#filled);
    this.#buffer = undefined;
    return this.#result();
  }

  #result(): SecretsFound {
    return { matches: this.#list.finish().map(({ match }) => match), isCut: this.#isCut };
  }

  /** Walks over new bytes and notes where keywords end. This is the loop that every byte of every text goes through. */
  #search(bytes: Uint8Array, from: number, to: number): void {
    const { next, columns, columnBits, firstFinal } = this.#rules.automaton;
    let state = this.#state;
    for (let at = from; at < to; at++) {
      state = next[(state << columnBits) | columns[bytes[at]!]!]!;
      if (state < firstFinal) continue;
      this.#places.push(at + 1);
      this.#states.push(state);
    }
    this.#state = state;
  }

  /** Applies the rules to keywords that end at `upTo` or before; the others stay. */
  #settle(text: Text, upTo: number): void {
    const { automaton, byKeyword, everywhere, allow } = this.#rules;
    if (this.#places.length === 0 && everywhere.length === 0) return;
    const candidates: Candidate[] = [];
    const take = (found: Candidate): void => void candidates.push(allow === undefined ? found : allow(text, found, this.#path.path));
    let settled = 0;
    for (; settled < this.#places.length && this.#places[settled]! <= upTo; settled++) {
      this.#isCut = candidates.length > this.#list.room;
      if (this.#isCut) break;
      for (const keyword of automaton.found[this.#states[settled]! - automaton.firstFinal]!) {
        const { encoded } = byKeyword[keyword]!;
        if (encoded === undefined) findCandidates(text, this.#places[settled]!, byKeyword[keyword]!, this.#path, take);
        else this.#decode(text, this.#places[settled]!, encoded);
      }
    }
    // One that begins behind that may go on in what comes next.
    const takeSettled = (found: Candidate): void => (found.start < upTo ? take(found) : undefined);
    if (!this.#isCut) findEverywhere(text, everywhere, this.#path, takeSettled);
    this.#places = this.#places.slice(settled);
    this.#states = this.#states.slice(settled);
    if (candidates.length > 0) this.#list.add(text, candidates, this.#start);
  }

  /** Searches what is encoded around a keyword; a run that was decoded is not decoded again for the next keyword in it. */
  #decode(text: Text, at: number, { encoding, form }: NonNullable<KeywordRules['encoded']>): void {
    if (this.#depth >= limits.secretDecodeDepth || (text.id === this.#decodedText && at <= this.#decodedEnd)) return;
    const run = encoding.decode(text, at, form);
    this.#decodedText = text.id;
    this.#decodedEnd = run.end;
    if (run.content === undefined) return;
    const inner = new SecretStream(this.#rules, this.#path.path, this.#depth + 1);
    inner.#search(run.content, 0, run.content.length);
    inner.#settle(makeText(run.content), run.content.length);
    this.#list.addDecoded(text, run, inner.#list.finish(), encoding.name, this.#start);
  }

  /** Makes room: what lies before the text that waiting keywords need is dropped. */
  #turn(buffer: Buffer): void {
    const settledUpTo = this.#filled - lookAheadBytes;
    this.#settle(makeText(buffer, this.#filled), settledUpTo);
    const dropped = settledUpTo - lookBehindBytes;
    this.#start = startAfter(this.#start, buffer, dropped);
    buffer.copyWithin(0, dropped, this.#filled);
    this.#filled -= dropped;
    this.#places = this.#places.map((place) => place - dropped);
  }
}

function startAfter({ offset, line, lineOffset }: TextStart, bytes: Uint8Array, dropped: number): TextStart {
  let newlines = 0;
  let lineStart = -lineOffset;
  for (let at = 0; at < dropped; at++) {
    if (bytes[at] !== 0x0a) continue;
    newlines++;
    lineStart = at + 1;
  }
  return { offset: offset + dropped, line: line + newlines, lineOffset: dropped - lineStart };
}
