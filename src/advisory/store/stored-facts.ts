import { type AffectedPackage, type Candidate, type KnownFacts } from '../../model/advisory.ts';
import { decodeFact, decodeScope, isAffectedCode, type FactScope, type FactTuple } from './advisory-codec.ts';
import { IdentityDecoder, type EncodedIdentities } from './row-identities.ts';
import { type ShardBlock } from './shard-block.ts';
import { type ShardFile } from './shard-file.ts';
import { damaged } from './shard-layout.ts';
import { StoredCandidate } from './stored-candidate.ts';

/** `[names, scopes, fixes, rows]`, as `shard-content.ts` writes it. */
export type RecordTuple = [names: string[], scopes: Parameters<typeof decodeScope>[0][], fixes: string[], rows: FactTuple[]];

/** The facts about one name of a shard; nothing is read before it is asked for, and nothing that was read is kept. */
export class StoredFacts implements KnownFacts {
  readonly #file: ShardFile;
  readonly #place: Pick<AffectedPackage, 'ecosystem' | 'release' | 'name'>;
  readonly #read: () => RecordTuple | undefined;

  /** `read` answers the record that has the name among its own. */
  constructor(file: ShardFile, place: Pick<AffectedPackage, 'ecosystem' | 'release' | 'name'>, read: () => RecordTuple | undefined) {
    this.#file = file;
    this.#place = place;
    this.#read = read;
  }

  all(): readonly Candidate[] {
    return this.#attempt((record) => this.#decode(record, () => true));
  }

  unsettled(isSettled: (fixed: string) => boolean): readonly Candidate[] {
    return this.#attempt((record) => this.#unsettled(record, isSettled));
  }

  /** Throws DATABASE_DAMAGED also where a checksum held and yet the rows are none: somebody made the file so. */
  #attempt(use: (record: RecordTuple) => readonly Candidate[]): readonly Candidate[] {
    const record = this.#read();
    if (record === undefined) return none;
    try {
      return use(record);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw damaged(this.#file.name, `has rows about ${JSON.stringify(this.#place.name)} that are none`, error);
    }
  }

  #unsettled(record: RecordTuple, isSettled: (fixed: string) => boolean): readonly Candidate[] {
    const [, , fixes, rows] = record;
    const settled = fixes.map(isSettled);
    const identities: EncodedIdentities[] = [];
    const wanted = new Set<number>();
    const decoder = new IdentityDecoder();
    const isOpen = new Uint8Array(rows.length);
    let hasOpen = false;
    // Counted by hand, as below: this runs for ten thousand rows before any compiler has seen it, and iterators cost as much as all the rest.
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      const identity = decoder.decode(row[2]);
      identities.push(identity);
      if (isSettledRow(row, settled)) continue;
      isOpen[index] = 1;
      hasOpen = true;
      if (typeof identity === 'number') wanted.add(identity);
      else for (const number of identity) wanted.add(number);
    }
    if (!hasOpen) return none;
    // One step further: whether an alias of a record is its own depends on who else is known by it.
    const near = new Set(wanted);
    for (const identity of identities)
      if (typeof identity !== 'number' && sharesAny(identity, wanted)) for (const number of identity) near.add(number);
    return this.#decode(record, (index) => isOpen[index] === 1 || sharesAny(identities[index]!, near));
  }

  #decode([, encodedScopes, fixes, rows]: RecordTuple, isWanted: (index: number) => boolean): readonly Candidate[] {
    const scopes: FactScope[] = encodedScopes.map(decodeScope);
    const candidates: Candidate[] = [];
    let advisory = 0;
    let heads: ShardBlock | undefined;
    let bodies: ShardBlock | undefined;
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      advisory += row[0];
      if (!isWanted(index)) continue;
      if (!isRow(row)) throw new TypeError(`row ${index} is none`);
      // Advisories of one name lie together: the next is nearly always in the same blocks.
      if (heads?.has(advisory) !== true) heads = this.#file.blockWith('heads', advisory);
      if (bodies?.has(advisory) !== true) bodies = this.#file.blockWith('bodies', advisory);
      candidates.push(new StoredCandidate(decodeFact(this.#place, row, scopes[row[1] - 1], fixes), heads, bodies, advisory));
    }
    return candidates;
  }
}

const none: readonly Candidate[] = [];

/** Throws DATABASE_DAMAGED where a checksum held and yet the record is none. Its rows are looked at when they are decoded. */
export function asRecord(value: unknown, shard: string, number: number): RecordTuple {
  const isRecord = Array.isArray(value) && value.length === 4 && value.every((part) => Array.isArray(part));
  if (isRecord && (value as RecordTuple)[0].every(isText) && (value as RecordTuple)[2].every(isText)) return value as RecordTuple;
  throw damaged(shard, `has a record ${number} that is not one`);
}

function isRow(row: unknown): boolean {
  if (!Array.isArray(row) || row.length < 5 || row.length > 6) return false;
  const [advisory, scope, identities, code, ranges, versions] = row as unknown[];
  if (typeof advisory !== 'number' || typeof scope !== 'number' || typeof code !== 'number') return false;
  if (typeof identities !== 'number' && !isNumbers(identities)) return false;
  if (versions !== undefined && !(Array.isArray(versions) && versions.every(isText))) return false;
  return typeof ranges === 'number' || (Array.isArray(ranges) && ranges.every(isRange));
}

function isRange(range: unknown): boolean {
  return Array.isArray(range) && isText(range[0]) && range.every((bound) => bound === 0 || isText(bound));
}

function isNumbers(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** "Affected, everything before this", no versions besides, and the fix is one of those that are settled. */
function isSettledRow(row: FactTuple, settled: readonly boolean[]): boolean {
  const ranges = row[4];
  return typeof ranges === 'number' && ranges > 0 && settled[ranges - 1] === true && isAffectedCode(row[3]) && row[5] === undefined;
}

function sharesAny(identities: EncodedIdentities, wanted: ReadonlySet<number>): boolean {
  return typeof identities === 'number' ? wanted.has(identities) : identities.some((number) => wanted.has(number));
}
