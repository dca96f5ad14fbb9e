import { splitAdvisory, type FactTuple, type HeadTuple, type RangePart } from './advisory-codec.ts';
import { IdentityEncoder } from './row-identities.ts';
import { type ShardWriter } from './shard-writer.ts';

/** Told of every record and every advisory in it, as encoded; for the index of ids. */
export type RecordListener = (record: number, advisories: readonly string[]) => void;

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

  /** Answers how many facts there are, one for each name, advisory and range. */
  write(writer: ShardWriter, onRecord: RecordListener): number {
    const advisories = [...this.#advisories.keys()];
    const rows = sortRows(this.#rowParts, advisories);
    const rankOf = new Int32Array(rows.length);
    rows.forEach(({ row }, rank) => (rankOf[row] = rank));

    const shared = new Map<number, SharedAdvisory>();
    const shareAdvisory = (advisory: number): SharedAdvisory => {
      const known = shared.get(advisory);
      if (known !== undefined) return known;
      const { head, body } = splitAdvisory(advisories[advisory]!);
      const added = { record: writer.addShared(head, body), head: JSON.parse(head) as HeadTuple };
      shared.set(advisory, added);
      return added;
    };
    let rowCount = 0;
    for (const group of groupNames(this.#rowsOf, rankOf)) {
      const groupRows = group.ranks.map((rank) => rows[rank]!.parts);
      const record = writer.addNamed(group.names, encodeRecord(group.names, groupRows, shareAdvisory));
      onRecord(
        record,
        [...new Set(groupRows.map((row) => row.advisory))].map((advisory) => advisories[advisory]!),
      );
      rowCount += group.names.length * groupRows.length;
    }
    return rowCount;
  }
}

interface Row {
  readonly advisory: number;
  readonly scope: string;
  readonly range: string;
}

interface SharedAdvisory {
  readonly record: number;
  readonly head: HeadTuple;
}

/** By advisory, then by what the fact says. Advisories named after the same CVE lie together, because whoever wants one wants the others. */
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
 * `[names, scopes, fixes, rows]` with rows of `[advisory, scope, identities, code, ranges, versions?]`: the advisory as the difference from the
 * row before, since advisories of one name lie together, the scope as its place in `scopes` plus one, 0 for none, identities as
 * `row-identities.ts` has them, and a lone fix as its place in `fixes` plus one, since one upload fixes many flaws.
 */
function encodeRecord(names: readonly string[], rows: readonly Row[], shareAdvisory: (advisory: number) => SharedAdvisory): string {
  const scopes = new Map<string, number>();
  const fixes = new Map<string, number>();
  const identities = new IdentityEncoder();
  let previous = 0;
  const encoded = rows.map(({ advisory, scope, range }) => {
    const { record, head } = shareAdvisory(advisory);
    const difference = record - previous;
    previous = record;
    const [code, ranges, ...versions] = JSON.parse(`[${range}]`) as RangePart;
    const place = typeof ranges === 'string' ? numberOf(fixes, ranges) + 1 : ranges;
    const row: FactTuple = [difference, scope === '' ? 0 : numberOf(scopes, scope) + 1, identities.encode(head), code, place, ...versions];
    return JSON.stringify(row);
  });
  return `[${JSON.stringify(names)},[${[...scopes.keys()].join()}],${JSON.stringify([...fixes.keys()])},[${encoded.join()}]]`;
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
