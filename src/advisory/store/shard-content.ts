import { type VersionScheme } from '../../model/version-scheme.ts';
import { splitAdvisory, type FactTuple, type HeadTuple, type RangePart } from './advisory-codec.ts';
import { always, levelRows, never, type LevelledRow, type RowLevels } from './row-levels.ts';
import { type ShardWriter } from './shard-writer.ts';

/** Hears of what is written, for the shards that are made of all others: the index of ids and the facts about CVEs. */
export interface ContentListener {
  /** A record and the head of every advisory in it, as encoded. */
  record(record: number, heads: readonly string[]): void;
  /** An advisory, once. */
  advisory(head: HeadTuple): void;
  /** A scope that is not empty, with the advisory that it belongs to, once. */
  scope(head: HeadTuple, scope: string): void;
}

/**
 * All facts of one shard, gathered in any order and written in one: the same facts give the same bytes. Names whose facts are
 * the same, as the sub-packages of an RPM's bulletins are, share one record; an advisory is in the file once, near its first name.
 */
export class ShardContent {
  readonly #advisories = new Map<string, number>();
  /** Facts without their names: there are far fewer of these than of facts. */
  readonly #rows = new Map<string, number>();
  readonly #rowParts: Row[] = [];
  readonly #rowsOf = new Map<string, number[]>();
  readonly #scheme: VersionScheme;

  /** `scheme` is that of the shard's ecosystem. */
  constructor(scheme: VersionScheme) {
    this.#scheme = scheme;
  }

  /** The number to give to {@link add}; the same for the same text. */
  addAdvisory(encoded: string): number {
    return numberOf(this.#advisories, encoded);
  }

  /** `encodedName` is the name as JSON; `scope` and `range` come from `encodeFact`. */
  add(encodedName: string, advisory: number, scope: string, range: string): void {
    const row = numberOf(this.#rows, `${advisory}\t${scope}\t${range}`);
    if (row === this.#rowParts.length) this.#rowParts.push({ advisory, scope, range });
    const rows = this.#rowsOf.get(encodedName);
    if (rows === undefined) this.#rowsOf.set(encodedName, [row]);
    else rows.push(row);
  }

  /** Returns the number of facts, one for each name, advisory and range. */
  write(writer: ShardWriter, listener: ContentListener): number {
    const advisories = [...this.#advisories.keys()];
    const heads = advisories.map((encoded) => JSON.parse(splitAdvisory(encoded).head) as HeadTuple);
    this.#tellParts(heads, listener);
    const rows = sortRows(this.#rowParts, advisories);
    const rankOf = new Int32Array(rows.length);
    rows.forEach(({ row }, rank) => (rankOf[row] = rank));
    const groups = Array.from(groupNames(this.#rowsOf, rankOf), ({ names, ranks }) => {
      const groupRows = ranks.map((rank) => rows[rank]!.parts);
      return {
        names,
        rows: groupRows,
        levels: levelRows(
          groupRows.map((row) => levelled(row, heads)),
          this.#scheme,
        ),
      };
    });

    const shared = shareAdvisories(groups, advisories, writer);
    let rowCount = 0;
    for (const group of groups) {
      const record = writer.addNamed(group.names, encodeRecord(group, shared, writer));
      listener.record(
        record,
        [...new Set(group.rows.map((row) => row.advisory))].map((advisory) => splitAdvisory(advisories[advisory]!).head),
      );
      rowCount += group.names.length * group.rows.length;
    }
    return rowCount;
  }

  #tellParts(heads: readonly HeadTuple[], listener: ContentListener): void {
    for (const head of heads) listener.advisory(head);
    const scopes = new Set<string>();
    for (const { advisory, scope } of this.#rowParts) {
      const key = `${advisory} ${scope}`;
      if (scope === '' || scopes.has(key)) continue;
      scopes.add(key);
      listener.scope(heads[advisory]!, scope);
    }
  }
}

interface Group {
  readonly names: readonly string[];
  readonly rows: readonly Row[];
  readonly levels: RowLevels;
}

function levelled({ advisory, range }: Row, heads: readonly HeadTuple[]): LevelledRow {
  return { head: heads[advisory]!, range: JSON.parse(`[${range}]`) as RangePart };
}

/**
 * What is read together is stored together: first the advisories that matter to every version of some package, then, package by package, the others,
 * those first that the newest versions leave behind. Returns the record of each.
 */
function shareAdvisories(groups: readonly Group[], advisories: readonly string[], writer: ShardWriter): Int32Array {
  const records = new Int32Array(advisories.length).fill(-1);
  const share = ({ advisory }: Row): void => {
    if (records[advisory] !== -1) return;
    const { head, body } = splitAdvisory(advisories[advisory]!);
    records[advisory] = writer.addShared(head, body);
  };
  for (const { rows, levels } of groups) rows.filter((_, at) => levels.levels[at] === always).forEach(share);
  for (const { rows, levels } of groups) {
    const order = Array.from(rows.keys()).sort((a, b) => levels.levels[b]! - levels.levels[a]! || a - b);
    for (const at of order) share(rows[at]!);
  }
  return records;
}

interface Row {
  readonly advisory: number;
  readonly scope: string;
  readonly range: string;
}

/** By advisory, then by the fact. Advisories named after the same CVE are stored together, because they are read together. */
function sortRows(rowParts: readonly Row[], advisories: readonly string[]): { readonly row: number; readonly parts: Row }[] {
  const order = advisories
    .map((encoded, advisory) => ({ encoded, advisory, flaw: namedAfter(encoded) }))
    .sort((a, b) => compareText(a.flaw, b.flaw) || compareText(a.encoded, b.encoded));
  const advisoryRank = new Int32Array(advisories.length);
  order.forEach(({ advisory }, rank) => (advisoryRank[advisory] = rank));
  return rowParts
    .map((parts, row) => ({ row, parts }))
    .sort(
      (a, b) =>
        advisoryRank[a.parts.advisory]! - advisoryRank[b.parts.advisory]! ||
        compareText(a.parts.scope, b.parts.scope) ||
        compareText(a.parts.range, b.parts.range),
    );
}

/** `CVE-2024-1` of `DEBIAN-CVE-2024-1`; an id that names no CVE whole. */
function namedAfter(encoded: string): string {
  const id = encoded.slice(2, encoded.indexOf('"', 2));
  return id.slice(Math.max(0, id.indexOf('CVE-')));
}

interface NameGroup {
  readonly names: readonly string[];
  readonly ranks: readonly number[];
}

/** Groups in the order of their first names. */
function groupNames(rowsOf: ReadonlyMap<string, readonly number[]>, rankOf: Int32Array): Iterable<NameGroup> {
  const named = [...rowsOf].map(([encodedName, rows]) => ({ name: JSON.parse(encodedName) as string, rows }));
  named.sort((a, b) => compareText(a.name, b.name));
  const groups = new Map<string, { names: string[]; ranks: readonly number[] }>();
  for (const { name, rows } of named) {
    const ranks = [...new Set(rows)].map((row) => rankOf[row]!).sort((a, b) => a - b);
    const signature = ranks.join();
    const group = groups.get(signature);
    if (group === undefined) groups.set(signature, { names: [name], ranks });
    else group.names.push(name);
  }
  return groups.values();
}

/**
 * `[names, scopes, fixes, isOrdered, rows, first, count]`. `rows` are those that matter to every version; from the record `first` of the settled on there are
 * lists of others: for each of the first `count` fixes, ascending where `isOrdered` is 1, those that matter to versions below it, and last those that
 * matter to none. Rows are `[place, advisory, scope, code, ranges, versions?]`: the place in the order of advisory ids and the advisory as the
 * differences from the row before in the same list, the scope as its place in `scopes` plus one, 0 for none, and a lone fix as its place in `fixes`
 * plus one, since one upload fixes many flaws.
 */
function encodeRecord(
  { names, rows, levels: { fixes: ends, isOrdered, levels } }: Group,
  records: Int32Array,
  writer: ShardWriter,
): string {
  const scopes = new Map<string, number>();
  const fixes = new Map<string, number>(ends.map((fix, place) => [fix, place]));
  const open = new RowList();
  const settled = Array.from({ length: ends.length + 1 }, () => new RowList());
  for (const [place, { advisory, scope, range }] of rows.entries()) {
    const level = levels[place]!;
    const list = level === always ? open : settled[level === never ? ends.length : level]!;
    const [code, ranges, ...versions] = JSON.parse(`[${range}]`) as RangePart;
    const fix = typeof ranges === 'string' ? numberOf(fixes, ranges) + 1 : ranges;
    list.add(place, records[advisory]!, [scope === '' ? 0 : numberOf(scopes, scope) + 1, code, fix, ...versions]);
  }
  const [first] = settled.map((list) => writer.addSettled(list.json));
  const texts = [JSON.stringify(names), `[${[...scopes.keys()].join()}]`, JSON.stringify([...fixes.keys()])];
  return `[${texts.join()},${isOrdered ? 1 : 0},${open.json},${first ?? 0},${ends.length}]`;
}

class RowList {
  #text = '';
  #place = 0;
  #record = 0;

  get json(): string {
    return `[${this.#text}]`;
  }

  add(place: number, record: number, rest: FactTuple extends [number, number, ...infer Rest] ? Rest : never): void {
    const row: FactTuple = [place - this.#place, record - this.#record, ...rest];
    this.#text += `${this.#text === '' ? '' : ','}${JSON.stringify(row)}`;
    this.#place = place;
    this.#record = record;
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
