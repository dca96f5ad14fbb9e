import { type Advisory, type AffectedPackage, type AffectedRange, type FixState } from '../../model/advisory.ts';
import { severities, type Severity, type SeverityRating } from '../../model/severity.ts';
import { escapeJson } from './escape-json.ts';

/**
 * Advisories and facts as the JSON of a shard: arrays instead of objects, because reading is bounded by how much text
 * there is, and 0 for what is absent. Field order and meaning are part of the format version.
 */

/**
 * An advisory without its facts, in two parts with a tab between: the head, which matching reads of what may become a finding, and the body
 * `[references, modified, title, description, weaknesses, symbols]`, which only reports read.
 */
export function encodeAdvisory(advisory: Omit<Advisory, 'affected'>): string {
  const { id, sourceId, aliases, covers, published, isMalware, title, modified, description, weaknesses, symbols } = advisory;
  const ratings = advisory.severities.map(encodeRating);
  const head = [id, sourceId, aliases, covers, ratings, published ?? 0, isMalware === undefined ? 0 : isMalware ? 1 : 2];
  const functions = symbols?.map((each) => [each.path, ...each.symbols]);
  const body = [advisory.references, modified ?? 0, title ?? 0, description ?? 0, weaknesses ?? 0, functions ?? 0];
  return escapeJson(`${JSON.stringify(trimmed(head))}\t${JSON.stringify(trimmed(body))}`);
}

export function splitAdvisory(encoded: string): { readonly head: string; readonly body: string } {
  const tab = encoded.indexOf('\t');
  return { head: encoded.slice(0, tab), body: encoded.slice(tab + 1) };
}

/** In the order that {@link encodeAdvisory} says; of malware, 1 is yes and 2 is no. */
export type HeadTuple = [
  id: string,
  sourceId: string,
  aliases: string[],
  covers: string[],
  ratings: RatingTuple[],
  published?: string | 0,
  isMalware?: 0 | 1 | 2,
];

/** Validates a head, so that later code need not. */
export function isHead(value: unknown): value is HeadTuple {
  if (!Array.isArray(value)) return false;
  // By index here and below: destructuring uses the iterator, which costs more than everything else until it is compiled.
  const head = value as unknown[];
  if (typeof head[0] !== 'string' || typeof head[1] !== 'string') return false;
  if (!areAllTexts(head[2]) || !areAllTexts(head[3]) || !areRatings(head[4])) return false;
  return (head[5] === undefined || isTextOrNone(head[5])) && (head[6] === undefined || typeof head[6] === 'number');
}

export type AdvisoryBody = Pick<Advisory, 'references' | 'modified' | 'title' | 'description' | 'weaknesses' | 'symbols'>;

/** `undefined` for what is none. Databases of earlier versions have no fields after the title. */
export function decodeBody(value: unknown): AdvisoryBody | undefined {
  if (!Array.isArray(value)) return undefined;
  const [references, modified = 0, title = 0, description = 0, weaknesses = 0, symbols = 0] = value as unknown[];
  if (!areAllTexts(references) || !isTextOrNone(modified) || !isTextOrNone(title) || !isTextOrNone(description)) return undefined;
  if (weaknesses !== 0 && !areAllTexts(weaknesses)) return undefined;
  if (symbols !== 0 && !areSymbols(symbols)) return undefined;
  return {
    references,
    ...(modified !== 0 && { modified }),
    ...(title !== 0 && { title }),
    ...(description !== 0 && { description }),
    ...(weaknesses !== 0 && { weaknesses }),
    ...(symbols !== 0 && { symbols: symbols.map(([path, ...names]) => ({ path, symbols: names })) }),
  };
}

function areSymbols(value: unknown): value is [path: string, ...names: string[]][] {
  return Array.isArray(value) && value.every((each) => areAllTexts(each) && each.length > 0);
}

export function decodeRatings(ratings: readonly RatingTuple[]): readonly SeverityRating[] {
  const decoded: SeverityRating[] = [];
  for (const rating of ratings) decoded.push(decodeRating(rating));
  return decoded;
}

function isTextOrNone(value: unknown): value is string | 0 {
  return value === 0 || typeof value === 'string';
}

function areAllTexts(value: unknown): value is string[] {
  if (!Array.isArray(value)) return false;
  for (const each of value) if (typeof each !== 'string') return false;
  return true;
}

function areRatings(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const rating of value as unknown[])
    if (!Array.isArray(rating) || typeof rating[0] !== 'string' || !isSeverity(rating[1])) return false;
  return true;
}

/** Without what is absent at the end. */
function trimmed(fields: unknown[]): unknown[] {
  while (fields.at(-1) === 0) fields.pop();
  return fields;
}

/** A fact without its advisory and package, in two parts: what most facts of one package share, and the rest. */
export interface EncodedFact {
  /** JSON of severity, architectures, module and stream; empty without any. */
  readonly scope: string;
  /** `status and fix state, ranges[, versions]`, to be spliced into a row. */
  readonly range: string;
}

export function encodeFact(affected: AffectedPackage): EncodedFact {
  const code = encodeState(affected);
  const range = `${code},${JSON.stringify(encodeRanges(affected.ranges))}`;
  return {
    scope: encodeScope(affected),
    range: affected.versions.length === 0 ? range : `${range},${JSON.stringify(affected.versions)}`,
  };
}

/** A row of a record. The rest is what {@link encodeFact} wrote, but that a lone fix is its place in the record's list of fixes plus one. */
export type FactTuple = [place: number, advisory: number, scope: number, code: number, ranges: number | RangeTuple[], versions?: string[]];

/** What {@link encodeFact} wrote, read. */
export type RangePart = [code: number, ranges: RangesTuple, versions?: string[]];

/** What a decoded scope adds to a fact. */
export type FactScope = Pick<AffectedPackage, 'severity' | 'architectures' | 'module' | 'stream'>;

export function decodeFact(
  place: Pick<AffectedPackage, 'ecosystem' | 'release' | 'name'>,
  row: FactTuple,
  scope: FactScope | undefined,
  fixes: readonly string[],
): AffectedPackage {
  const code = row[3];
  const { ecosystem, release, name } = place;
  const isDeferred = code >= firstDeferred;
  const status = statuses[isDeferred ? code - firstDeferred : Math.floor(code / fixStates.length)] ?? 'affected';
  const fixState = isDeferred ? 'deferred' : (fixStates[code % fixStates.length] ?? 'unknown');
  const ranges = decodeRanges(row[4], fixes);
  const versions = row[5] ?? none;
  // Written out, property after property: this runs ten thousand times in a scan.
  const fact: Writable<AffectedPackage> =
    release === undefined
      ? { ecosystem, name, status, ranges, versions, fixState }
      : { ecosystem, release, name, status, ranges, versions, fixState };
  if (scope === undefined) return fact;
  if (scope.severity !== undefined) fact.severity = scope.severity;
  if (scope.architectures !== undefined) fact.architectures = scope.architectures;
  if (scope.module !== undefined) fact.module = scope.module;
  if (scope.stream !== undefined) fact.stream = scope.stream;
  return fact;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const none: readonly string[] = [];
const everything: readonly AffectedRange[] = [{ introduced: '0' }];

type ScopeTuple = [RatingTuple | 0, string[] | 0, string | 0, string | 0];

export function decodeScope([severity, architectures, module, stream]: ScopeTuple): FactScope {
  return {
    ...(severity !== 0 && { severity: decodeRating(severity) }),
    ...(architectures !== 0 && { architectures }),
    ...(module !== 0 && { module }),
    ...(stream !== 0 && { stream }),
  };
}

/** Throws TypeError when there is no such fix. */
export function fixAt(fixes: readonly string[], place: number): string {
  const fix = fixes[place - 1];
  if (fix === undefined) throw new TypeError(`no fix ${place}`);
  return fix;
}

/** Whether a row's code says `affected`, whatever the state of its fix. */
export function isAffectedCode(code: number): boolean {
  return code < fixStates.length || code === firstDeferred;
}

/** Whether a row's code says that its publisher has not decided. */
export function isInvestigatedCode(code: number): boolean {
  const place = statuses.indexOf('under-investigation');
  return code >= firstDeferred ? code === firstDeferred + place : Math.floor(code / fixStates.length) === place;
}

const statuses: readonly AffectedPackage['status'][] = ['affected', 'not-affected', 'under-investigation'];
const fixStates: readonly FixState[] = ['fixed', 'no-fix-yet', 'wont-fix', 'end-of-life', 'unknown'];
/** Came later, so its codes are behind all others: databases of before have the same meaning. */
const firstDeferred = statuses.length * fixStates.length;

function encodeState({ status, fixState }: AffectedPackage): number {
  const place = statuses.indexOf(status);
  return fixState === 'deferred' ? firstDeferred + place : place * fixStates.length + fixStates.indexOf(fixState);
}

/** In the order that {@link encodeRating} says. */
export type RatingTuple = [origin: string, severity: Severity, vector?: string | 0, score?: number];

export function encodeRating(rating: SeverityRating): RatingTuple {
  const { origin, severity, vector, score } = rating;
  if (score !== undefined) return [origin, severity, vector ?? 0, score];
  return vector === undefined ? [origin, severity] : [origin, severity, vector];
}

function decodeRating(rating: RatingTuple): SeverityRating {
  const decoded: Writable<SeverityRating> = { origin: rating[0], severity: rating[1] };
  if (isText(rating[2])) decoded.vector = rating[2];
  if (rating[3] !== undefined) decoded.score = rating[3];
  return decoded;
}

function encodeScope(affected: AffectedPackage): string {
  const { severity, architectures, module, stream } = affected;
  if (severity === undefined && architectures === undefined && module === undefined && stream === undefined) return '';
  return JSON.stringify([severity === undefined ? 0 : encodeRating(severity), architectures ?? 0, module ?? 0, stream ?? 0]);
}

/** The two commonest shapes are short: text is "everything before this", 0 is "everything". */
export type RangesTuple = string | 0 | RangeTuple[];
export type RangeTuple = [introduced: string, fixed?: string | 0, lastAffected?: string];

function encodeRanges(ranges: readonly AffectedRange[]): RangesTuple {
  const [first] = ranges;
  if (ranges.length === 1 && first?.introduced === '0' && first.lastAffected === undefined) return first.fixed ?? 0;
  return ranges.map(({ introduced, fixed, lastAffected }) => {
    if (lastAffected !== undefined) return [introduced, fixed ?? 0, lastAffected];
    return fixed === undefined ? [introduced] : [introduced, fixed];
  });
}

function decodeRanges(ranges: number | RangeTuple[], fixes: readonly string[]): readonly AffectedRange[] {
  if (ranges === 0) return everything;
  if (typeof ranges === 'number') return [{ introduced: '0', fixed: fixAt(fixes, ranges) }];
  return ranges.map(([introduced, fixed, lastAffected]) => ({
    introduced,
    ...(isText(fixed) && { fixed }),
    ...(lastAffected !== undefined && { lastAffected }),
  }));
}

const knownSeverities: ReadonlySet<unknown> = new Set(severities);

function isSeverity(value: unknown): value is Severity {
  return knownSeverities.has(value);
}

function isText(value: string | 0 | undefined): value is string {
  return typeof value === 'string';
}
