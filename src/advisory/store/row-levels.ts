import { type VersionScheme } from '../../model/version-scheme.ts';
import { isTotalOrder } from '../../version/total-order.ts';
import { type HeadTuple, type RangePart, isAffectedCode, isInvestigatedCode } from './advisory-codec.ts';

/**
 * Computed when a shard is written, so that readers can skip facts that a fix settled long ago: which fix a version has to be past
 * for a row to matter no more.
 */
export interface RowLevels {
  /** Those that rows are settled by. Ascending when `isOrdered`. */
  readonly fixes: readonly string[];
  /** Whether a version that is past one of the fixes is past all before it. */
  readonly isOrdered: boolean;
  /** For each row, the place in `fixes`, or {@link never} or {@link always}. */
  readonly levels: readonly number[];
}

/** Says nothing that could make a finding or leave one undecided, and nothing about a flaw of a row that does. */
export const never = -1;
/** No fix settles it. */
export const always = Number.POSITIVE_INFINITY;

export interface LevelledRow {
  readonly head: HeadTuple;
  readonly range: RangePart;
}

/**
 * A row that says "affected" matters until the version is past the last of its fixes. With it matter all rows that share an id, an alias or a
 * covered flaw with it, and one step further those that share one with these: whether an alias of a record is its own depends on who else is known by it.
 */
export function levelRows(rows: readonly LevelledRow[], scheme: VersionScheme): RowLevels {
  const settling = rows.map(({ range }) => fixesOf(range, scheme));
  const known = [...new Set(settling.flat())];
  const isOrdered = isTotalOrder(scheme, known);
  const fixes = isOrdered ? known.sort((a, b) => scheme.compare(a, b) || (a < b ? -1 : 1)) : known;
  const placeOf = new Map(fixes.map((fix, place) => [fix, place]));
  const join = isOrdered ? higher : joinUnordered;
  const own = rows.map(({ range }, at) => {
    // That nobody has decided is said of every version.
    if (!isAffectedCode(range[0])) return isInvestigatedCode(range[0]) ? always : never;
    return settling[at]!.length === 0 ? always : settling[at]!.map((fix) => placeOf.get(fix)!).reduce((a, b) => join(a, b));
  });
  return {
    fixes,
    isOrdered,
    levels: spread(
      rows.map(({ head }) => identitiesOf(head)),
      own,
      join,
    ),
  };
}

function higher(a: number, b: number): number {
  return a < b ? b : a;
}

/** Without an order, what two fixes settle together is settled by none. */
function joinUnordered(a: number, b: number): number {
  if (a === b || b === never) return a;
  return a === never ? b : always;
}

/** The upper ends of all intervals; none where one has no readable end, or where versions are listed too. */
function fixesOf([code, ranges, versions]: RangePart, scheme: VersionScheme): readonly string[] {
  if (!isAffectedCode(code) || ranges === 0 || versions !== undefined) return none;
  const ends = typeof ranges === 'string' ? [ranges] : ranges.map(([, fixed]) => fixed);
  return ends.every((end) => typeof end === 'string' && scheme.isValid(end)) ? (ends as string[]) : none;
}

const none: readonly string[] = [];

function spread(identities: readonly (readonly string[])[], own: readonly number[], join: (a: number, b: number) => number): number[] {
  const direct = joinById(identities, own, join);
  const reached = identities.map((ids) => highest(ids, direct, join));
  const near = joinById(identities, reached, join);
  return identities.map((ids, at) => join(own[at]!, highest(ids, near, join)));
}

function joinById(
  identities: readonly (readonly string[])[],
  levels: readonly number[],
  join: (a: number, b: number) => number,
): ReadonlyMap<string, number> {
  const joined = new Map<string, number>();
  for (const [at, ids] of identities.entries()) for (const id of ids) joined.set(id, join(joined.get(id) ?? never, levels[at]!));
  return joined;
}

function highest(ids: readonly string[], levels: ReadonlyMap<string, number>, join: (a: number, b: number) => number): number {
  return ids.reduce((level, id) => join(level, levels.get(id) ?? never), never);
}

/** `DEBIAN-CVE-2024-1` is a record of `CVE-2024-1` and says so nowhere else. */
function identitiesOf([id, , aliases, covers]: HeadTuple): readonly string[] {
  return [id, ...aliases, ...covers].map((name) => name.slice(Math.max(0, name.indexOf('CVE-'))));
}
