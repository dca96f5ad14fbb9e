import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from '../../model/limits.ts';
import { type EngineEvent, readEngineEvent } from './engine-event.ts';

/** Where a run goes on after it was stopped. */
export interface EventPosition {
  /** Time of the last event: nanoseconds. */
  readonly nanoseconds: string;
  /** Keys of the events of that very moment. */
  readonly keys: readonly string[];
}

/** What comes out of a stream: an event, or that some may be missing. */
export type StreamItem =
  | { readonly kind: 'event'; readonly event: EngineEvent }
  | { readonly kind: 'gap'; readonly since: string }
  | { readonly kind: 'unreadable'; readonly line: string }
  | { readonly kind: 'disconnected'; readonly reason: string };

export interface EventStreamOptions {
  /** The answer to `/events` from a moment on: seconds and nanoseconds, `1700000000.000000001`; from now on where it is absent. */
  readonly open: (since: string | undefined) => Promise<AsyncIterable<Uint8Array>>;
  readonly position?: EventPosition;
  readonly signal: AbortSignal;
  /** Ends with the first connection: `open` asks for events up to now. */
  readonly isOnce?: boolean;
  /** Waiting before the first new connection; it doubles up to a minute: milliseconds. */
  readonly retryMs?: number;
}

/**
 * Events of an engine, over as many connections as it takes. A new connection begins at the last event that came, so that none is lost or comes twice; an
 * engine keeps only its last events (Docker: 256), and where the last one is not among them any more, that is told as a gap.
 */
export async function* streamEvents({
  open,
  position,
  signal,
  isOnce = false,
  retryMs = 500,
}: EventStreamOptions): AsyncGenerator<StreamItem> {
  let at = position;
  let waitMs = retryMs;
  while (!signal.aborted) {
    let isFirst = true;
    let problem = ended;
    try {
      for await (const line of linesOf(await open(at === undefined ? undefined : sinceOf(at)))) {
        const event = readLine(line);
        if (event === undefined) {
          yield { kind: 'unreadable', line: line.slice(0, 200) };
          continue;
        }
        waitMs = retryMs;
        // The engine begins with the moment that was asked for, if it still has it.
        if (isFirst && at !== undefined && !at.keys.includes(event.key)) yield { kind: 'gap', since: at.nanoseconds };
        isFirst = false;
        if (at !== undefined && isOld(event, at)) continue;
        at = advance(at, event);
        yield { kind: 'event', event };
      }
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (isStopped(signal) || (isOnce && problem === ended)) return;
    yield { kind: 'disconnected', reason: problem };
    if (isOnce) return;
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    waitMs = Math.min(waitMs * 2, 60_000);
  }
}

/** A function, because it changes while the loop waits. */
function isStopped({ aborted }: AbortSignal): boolean {
  return aborted;
}

const ended = 'the engine ended the stream';

export function advance(at: EventPosition | undefined, { nanoseconds, key }: EngineEvent): EventPosition {
  return at?.nanoseconds === nanoseconds ? { nanoseconds, keys: [...at.keys, key] } : { nanoseconds, keys: [key] };
}

function isOld({ nanoseconds, key }: EngineEvent, at: EventPosition): boolean {
  const difference = BigInt(nanoseconds) - BigInt(at.nanoseconds);
  return difference < 0n || (difference === 0n && at.keys.includes(key));
}

/** Docker Engine API, SystemEvents, since. */
function sinceOf({ nanoseconds }: EventPosition): string {
  const padded = nanoseconds.padStart(10, '0');
  return `${padded.slice(0, -9)}.${padded.slice(-9)}`;
}

function readLine(line: string): EngineEvent | undefined {
  try {
    // timeNano has more digits than a number of JavaScript.
    return readEngineEvent(JSON.parse(line.replace(/"timeNano":\s*(\d+)/, '"timeNano":"$1"')));
  } catch {
    return undefined;
  }
}

/** JSON objects, a line each. A line that is too long is cut, and so unreadable. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      const line = rest.slice(start, end).trim();
      start = end + 1;
      if (line !== '') yield line;
    }
    rest = rest.slice(start);
    if (rest.length > limits.engineEventCharacters) rest = rest.slice(0, limits.engineEventCharacters);
  }
}
