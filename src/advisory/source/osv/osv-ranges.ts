import { type AffectedRange } from '../../../model/advisory.ts';
import { type VersionScheme } from '../../../model/version-scheme.ts';
import { readArray, readObject, readText } from '../record-fields.ts';
import { RecordError } from '../record-error.ts';

export interface ConvertedRange {
  readonly intervals: readonly AffectedRange[];
  /** Why the events, or a part of them, mean nothing; the intervals are what is left. */
  readonly problem?: string;
}

interface RangeEvent {
  readonly kind: 'introduced' | 'fixed' | 'lastAffected' | 'limit';
  readonly version: string;
}

const eventKinds: ReadonlyMap<string, RangeEvent['kind']> = new Map<string, RangeEvent['kind']>([
  ['introduced', 'introduced'],
  ['fixed', 'fixed'],
  ['last_affected', 'lastAffected'],
  ['limit', 'limit'],
]);
const longestVersion = 256;

/**
 * The events of one SEMVER or ECOSYSTEM range as intervals in ascending order; OSV schema, "affected[].ranges[].events" and "Evaluation".
 * Events that the scheme cannot read stay in the order they were published in, so that a match is undecided rather than missed.
 * Throws RecordError for what is not a list of events.
 */
export function convertRange(value: unknown, scheme: VersionScheme): ConvertedRange {
  const events = readArray(value, 'events').map(readEvent);
  if (events.length === 0) throw new RecordError('a range has no events');
  const simple = convertSimple(events, scheme);
  if (simple !== undefined) return { intervals: simple };
  if (events.some(({ version }) => version.length > longestVersion)) return { intervals: [], problem: 'a version is too long' };
  const limits = events.filter(({ kind, version }) => kind === 'limit' && version !== '*');
  const bounds = events.filter(({ kind }) => kind !== 'limit');
  const unreadable = [...bounds, ...limits].find((event) => !isReadable(event, scheme));
  if (unreadable !== undefined)
    return { ...pairEvents(bounds), problem: `${unreadable.version.slice(0, 80)} is not a valid ${scheme.id} version` };
  // A stable sort: events at one version keep the order they were published in.
  return cutAt(pairEvents(bounds.toSorted((a, b) => compareEvents(a, b, scheme))), limits, scheme);
}

/** Nearly all ranges are `introduced 0`, open or up to one fix. */
function convertSimple(events: readonly RangeEvent[], scheme: VersionScheme): readonly AffectedRange[] | undefined {
  const [first, second] = events;
  if (events.length > 2 || first?.kind !== 'introduced' || first.version !== '0') return undefined;
  if (second === undefined) return [{ introduced: '0' }];
  if (second.kind !== 'fixed' || second.version === '0' || second.version.length > longestVersion || !scheme.isValid(second.version))
    return undefined;
  return [{ introduced: '0', fixed: second.version }];
}

/** Exactly one of the four keys, with a text. */
function readEvent(value: unknown): RangeEvent {
  const event = readObject(value, 'an event');
  let found: RangeEvent | undefined;
  for (const key of Object.keys(event)) {
    const kind = eventKinds.get(key);
    if (kind === undefined || found !== undefined) throw new RecordError(`an event has the key ${key.slice(0, 40)}`);
    found = { kind, version: readText(event[key], key) };
  }
  if (found === undefined) throw new RecordError('an event is empty');
  return found;
}

function isReadable({ kind, version }: RangeEvent, scheme: VersionScheme): boolean {
  return (version === '0' && kind === 'introduced') || scheme.isValid(version);
}

/** `introduced: "0"` is before every version, of any scheme. */
function compareEvents(a: RangeEvent, b: RangeEvent, scheme: VersionScheme): number {
  const isFirst = Number(isStart(b)) - Number(isStart(a));
  return isFirst !== 0 || isStart(a) ? isFirst : scheme.compare(a.version, b.version);
}

function isStart({ kind, version }: RangeEvent): boolean {
  return kind === 'introduced' && version === '0';
}

/** An interval opens at the first `introduced` and closes at the first `fixed` or `last_affected` behind it; one that opens in an open one is inside it. */
function pairEvents(events: readonly RangeEvent[]): ConvertedRange {
  const intervals: AffectedRange[] = [];
  let introduced: string | undefined;
  let hasClosed = false;
  let problem: string | undefined;
  for (const { kind, version } of events) {
    if (kind === 'introduced') {
      introduced ??= version;
    } else if (introduced === undefined) {
      // Nothing was open: a second fix is redundant, but a range that ends before it starts is upside down.
      if (!hasClosed) problem = `it ends at ${version} before it begins`;
    } else {
      if (introduced !== version || kind === 'lastAffected') intervals.push({ introduced, [kind]: version });
      introduced = undefined;
      hasClosed = true;
    }
  }
  if (problem !== undefined) return { intervals: [], problem };
  if (introduced !== undefined) intervals.push({ introduced });
  return { intervals };
}

/** A version must also be below one of the limits (OSV schema, "BeforeLimits"), so the highest cuts. */
function cutAt({ intervals, problem }: ConvertedRange, limits: readonly RangeEvent[], scheme: VersionScheme): ConvertedRange {
  if (limits.length === 0) return problem === undefined ? { intervals } : { intervals, problem };
  const limit = limits.map(({ version }) => version).reduce((a, b) => (scheme.compare(a, b) >= 0 ? a : b));
  const cut = intervals
    .filter(({ introduced }) => introduced === '0' || scheme.compare(introduced, limit) < 0)
    .map((interval) => {
      const end = interval.fixed ?? interval.lastAffected;
      return end !== undefined && scheme.compare(end, limit) < 0 ? interval : { introduced: interval.introduced, fixed: limit };
    });
  return problem === undefined ? { intervals: cut } : { intervals: cut, problem };
}
