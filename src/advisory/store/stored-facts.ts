import { type AffectedPackage, type Candidate, type KnownFacts } from '../../model/advisory.ts';
import { decodeFact, decodeScope, isHead, type FactScope, type FactTuple } from './advisory-codec.ts';
import { type ShardBlock } from './shard-block.ts';
import { type ShardFile } from './shard-file.ts';
import { damaged } from './shard-layout.ts';
import { storedAdvisory } from './stored-advisory.ts';

/** As `shard-content.ts` writes it. */
export type RecordTuple = [
  names: string[],
  scopes: Parameters<typeof decodeScope>[0][],
  fixes: string[],
  isOrdered: number,
  rows: FactTuple[],
  firstSettled: number,
  settledCount: number,
];

/** Where facts are read from. */
export interface FactsReader {
  readonly file: ShardFile;
  readonly place: ShardPlace;
  /** The record that has the name among its own. */
  recordOf(name: string): RecordTuple | undefined;
}

/** An ecosystem, and a release of a distribution: what one shard is about. */
export type ShardPlace = Pick<AffectedPackage, 'ecosystem' | 'release'>;

/** The facts about one name of a shard; read on demand, and not kept. */
export class StoredFacts implements KnownFacts {
  readonly #reader: FactsReader;
  readonly #name: string;

  constructor(reader: FactsReader, name: string) {
    this.#reader = reader;
    this.#name = name;
  }

  all(): readonly Candidate[] {
    return this.#attempt((record) => this.#decode(record, settledLists(record)));
  }

  unsettled(isSettled: (fixed: string) => boolean): readonly Candidate[] {
    return this.#attempt((record) => this.#decode(record, unsettledLists(record, isSettled)));
  }

  /** Throws DATABASE_DAMAGED also where the checksum holds and the rows are malformed, as in a crafted file. */
  #attempt(use: (record: RecordTuple) => readonly Candidate[]): readonly Candidate[] {
    const record = this.#reader.recordOf(this.#name);
    if (record === undefined) return none;
    try {
      return use(record);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw damaged(this.#reader.file.name, `has invalid rows for ${JSON.stringify(this.#name)}`, error);
    }
  }

  /** In the order of their places. */
  #decode(record: RecordTuple, settled: readonly number[]): readonly Candidate[] {
    const open = record[4];
    if (open.length === 0 && settled.length === 0) return none;
    const scopes = record[1].map(decodeScope);
    const candidates: Candidate[] = [];
    const places: number[] = [];
    this.#decodeList(open, scopes, record[2], candidates, places);
    for (const list of settled) this.#decodeList(readRows(this.#reader.file, list), scopes, record[2], candidates, places);
    return settled.length === 0 ? candidates : inOrder(candidates, places);
  }

  #decodeList(
    rows: readonly FactTuple[],
    scopes: readonly FactScope[],
    fixes: readonly string[],
    candidates: Candidate[],
    places: number[],
  ): void {
    const { file, place: at } = this.#reader;
    const about = at.release === undefined ? { ecosystem: at.ecosystem, name: this.#name } : { ...at, name: this.#name };
    const advisories = readAdvisories(file, rows);
    let place = 0;
    // Counted by hand: this runs before any compiler has seen it.
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      place += row[0];
      places.push(place);
      candidates.push({ advisory: advisories[index]!, affected: decodeFact(about, row, scopes[row[2] - 1], fixes) });
    }
  }
}

/** The advisory of each row. Advisories of one name are stored together, so the next row's is nearly always the next record of the same block. */
function readAdvisories(file: ShardFile, rows: readonly FactTuple[]): readonly Candidate['advisory'][] {
  const advisories: Candidate['advisory'][] = [];
  let bodies: ShardBlock | undefined;
  let next = 0;
  for (let index = 0; index < rows.length;) {
    const first = next + advisoryStep(rows, index);
    const heads = file.blockWith('heads', first);
    let count = 1;
    while (index + count < rows.length && first + count < heads.endRecord && advisoryStep(rows, index + count) === 1) count++;
    const values = heads.values(first, first + count);
    for (let at = 0; at < count; at++) {
      const head = values[at];
      if (!isHead(head)) throw heads.damaged(first + at);
      if (bodies === undefined || first + at < bodies.firstRecord || first + at >= bodies.endRecord)
        bodies = file.blockWith('bodies', first + at);
      advisories.push(storedAdvisory(head, bodies, first + at));
    }
    index += count;
    next = first + count - 1;
  }
  return advisories;
}

/** How far the advisory of a row is from that of the row before. */
function advisoryStep(rows: readonly FactTuple[], index: number): number {
  const row = rows[index];
  if (!isRow(row)) throw new TypeError(`row ${index} is invalid`);
  return row[1];
}

/** The lists that a version needs in addition to the rows that all versions need, by their records. */
function unsettledLists(record: RecordTuple, isSettled: (fixed: string) => boolean): readonly number[] {
  const fixes = record[2];
  const first = record[5];
  const count = record[6];
  if (record[3] === 0) return settledLists(record).filter((list) => list < first + count && !isSettled(fixes[list - first]!));
  let low = 0;
  let high = count;
  // What is installed is most often past all of them, so the last is asked first.
  for (let middle = high - 1; low < high; middle = (low + high) >>> 1) {
    if (isSettled(fixes[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low === count ? noLists : Array.from({ length: count - low }, (_, at) => first + low + at);
}

const noLists: readonly number[] = [];

/** All of them; the last is of the rows that matter to no version. */
function settledLists(record: RecordTuple): readonly number[] {
  return Array.from({ length: record[6] + 1 }, (_, at) => record[5] + at);
}

function readRows(file: ShardFile, list: number): readonly FactTuple[] {
  const block = file.blockWith('settled', list);
  const rows = block.value(list);
  if (Array.isArray(rows)) return rows as readonly FactTuple[];
  throw block.damaged(list);
}

function inOrder(candidates: readonly Candidate[], places: readonly number[]): readonly Candidate[] {
  const order = Array.from(places.keys()).sort((a, b) => places[a]! - places[b]!);
  return order.map((at) => candidates[at]!);
}

const none: readonly Candidate[] = [];

/** Throws DATABASE_DAMAGED where the checksum holds and the record is malformed. Its rows are checked when they are decoded. */
export function asRecord(value: unknown, shard: string, number: number): RecordTuple {
  if (isRecord(value)) return value;
  throw damaged(shard, `has an invalid record ${number}`);
}

/** Every row with the number of its advisory, list after list. */
export function allRows(file: ShardFile, record: RecordTuple): readonly { readonly advisory: number; readonly row: FactTuple }[] {
  return [record[4], ...settledLists(record).map((list) => readRows(file, list))].flatMap((rows) => {
    let advisory = 0;
    return rows.map((row) => ({ advisory: (advisory += row[1]), row }));
  });
}

function isRecord(value: unknown): value is RecordTuple {
  if (!Array.isArray(value) || value.length !== 7) return false;
  const parts = value as unknown[];
  if (!areTexts(parts[0]) || !Array.isArray(parts[1]) || !areTexts(parts[2]) || !Array.isArray(parts[4])) return false;
  const [, , fixes, isOrdered, , first, count] = parts as [unknown, unknown, string[], ...unknown[]];
  return (
    (isOrdered === 0 || isOrdered === 1) &&
    Number.isInteger(first) &&
    Number.isInteger(count) &&
    (count as number) >= 0 &&
    (count as number) <= fixes.length
  );
}

function isRow(row: unknown): row is FactTuple {
  if (!Array.isArray(row) || row.length < 5 || row.length > 6) return false;
  const parts = row as unknown[];
  for (let index = 0; index < 4; index++) if (typeof parts[index] !== 'number') return false;
  if (parts.length === 6 && !areTexts(parts[5])) return false;
  return typeof parts[4] === 'number' || (Array.isArray(parts[4]) && parts[4].every(isRange));
}

function isRange(range: unknown): boolean {
  return Array.isArray(range) && isText(range[0]) && range.every((bound) => bound === 0 || isText(bound));
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
