import { type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { toSecurityEvent } from '../../audit/events/engine-event.ts';
import { EventQueue } from '../../audit/events/event-queue.ts';
import { advance, type EventPosition, type StreamItem, streamEvents } from '../../audit/events/event-stream.ts';
import { HostUnreadable } from '../../audit/host.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type SecurityEvent } from '../../model/security-event.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue } from '../command.ts';
import { readPolicy } from '../judge/read-policy.ts';
import { readGate } from '../report/read-gate.ts';
import { EventCheckpoint } from './event-checkpoint.ts';
import { EventMetrics } from './event-metrics.ts';
import { type EventSink, openSink } from './event-sink.ts';
import { openEvents, openHost } from './open-host.ts';
import { watchContainers } from './watch-containers.ts';

/** An event on its way, with what is remembered once it was sent. */
interface Queued {
  readonly event: SecurityEvent;
  readonly position?: EventPosition;
  readonly finding?: string;
}

interface Run {
  readonly input: CommandInput;
  readonly context: CommandContext;
  readonly queue: EventQueue<Queued>;
  readonly checkpoint: EventCheckpoint;
  readonly metrics: EventMetrics;
  readonly isOnce: boolean;
}

/** Two readers, the engine's events and what runs, fill a queue; one writer empties it. */
export async function runEvents(input: CommandInput, context: CommandContext): Promise<number> {
  const intervalMs = readInterval(input);
  const sink = await openSink(input, context);
  const queue = new EventQueue<Queued>(limits.queuedEvents);
  const run: Run = { input, context, queue, checkpoint: EventCheckpoint.open(optionValue(input, 'checkpoint')), metrics: new EventMetrics(), isOnce: hasOption(input, 'once') };
  run.metrics.watch(() => queue.length);
  const server = await serveMetrics(run);
  const writing = write(run, sink);
  const failed = writing.then(() => new Promise<never>(() => undefined));
  try {
    await Promise.race([Promise.all([followEngine(run), watchRunning(run, intervalMs)]), failed]);
  } finally {
    queue.close();
    await writing.finally(() => sink.close()).finally(() => run.checkpoint.save(0, true));
    server?.close();
    writeTextfile(run);
  }
  return exitCodes.passed;
} // prettier-ignore

async function followEngine(run: Run): Promise<void> {
  const { context, input, queue, checkpoint, metrics, isOnce } = run;
  const { name, follow } = await openEvents(optionValue(input, 'host'), context.runtime);
  const { signal } = context.runtime;
  const until = isOnce ? `&until=${(context.runtime.now().getTime() / 1_000).toFixed(3)}` : '';
  const startedAt = (context.runtime.now().getTime() / 1_000).toFixed(9);
  let position = checkpoint.position;
  const open = async (since: string | undefined): Promise<AsyncIterable<Uint8Array>> => {
    const stream = await follow(`/events?since=${since ?? startedAt}${until}`);
    metrics.connected(true);
    return stream;
  };
  for (let isRestarted = true; isRestarted && !signal.aborted;) {
    isRestarted = false;
    for await (const item of streamEvents({ open, signal, isOnce, ...(position === undefined ? {} : { position }) })) {
      if (item.kind !== 'event') {
        await tell(item, name, run);
        continue;
      }
      position = advance(position, item.event);
      const hasWaited = await queue.put({ event: toSecurityEvent(item.event, name), position });
      // An engine drops events for a reader that is slow: beginning again from the last one shows whether it did.
      isRestarted = hasWaited && !isOnce;
      if (isRestarted) break;
    }
  }
}

/** What is no event of the engine is told all the same: to the receiver where it may miss something, and to the person. */
async function tell(
  item: Exclude<StreamItem, { readonly kind: 'event' }>,
  host: string,
  { context, metrics, queue, isOnce }: Run,
): Promise<void> {
  if (item.kind === 'unreadable') {
    metrics.unreadable();
    context.output.warn(`pratique: warning: the engine sent a line that is no event: ${item.line}`);
    return;
  }
  if (item.kind === 'disconnected') {
    metrics.connected(false);
    if (isOnce) throw new PratiqueError('ENGINE_UNREACHABLE', `${host}: ${item.reason}`);
    context.output.warn(`pratique: warning: ${host}: ${item.reason}`);
    return;
  }
  metrics.gap();
  context.output.warn('pratique: warning: events of the engine may be missing: it no longer has the last one that was sent');
  const time = context.runtime.now();
  const message = `events after ${item.since} ns may be missing: the engine keeps only its last ones`;
  await queue.put({ event: { id: `gap ${item.since}`, time, kind: 'detection', name: 'pratique.gap', title: 'Events may be missing', message, severity: 'medium', host, attributes: new Map() } }); // prettier-ignore
}

/** Looks at running containers now and then; a finding is told once. */
async function watchRunning(run: Run, intervalMs: number): Promise<void> {
  const { input, context, queue, checkpoint, metrics, isOnce } = run;
  const { signal } = context.runtime;
  if (intervalMs === 0) return;
  const policy = await readPolicy(input, readGate(input), context);
  const host = await openHost(optionValue(input, 'host'), context.runtime);
  while (!signal.aborted) {
    try {
      const { count, events, findings } = await watchContainers(host, policy, context);
      metrics.running(count, findings);
      for (const event of events) if (checkpoint.isNew(event.id)) await queue.put({ event, finding: event.id });
    } catch (error) {
      if (!(error instanceof HostUnreadable) && !(error instanceof PratiqueError)) throw error;
      context.output.warn(`pratique: warning: running containers could not be examined: ${error.message}`);
    }
    writeTextfile(run);
    if (isOnce) return;
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Events that are sent together. */
const batch = 500;

async function write({ queue, checkpoint, metrics, context }: Run, sink: EventSink): Promise<void> {
  for (;;) {
    const taken = await queue.take(batch);
    if (taken.length === 0) return;
    const events = taken.map(({ event }) => event);
    await sink.send(events);
    const now = context.runtime.now();
    metrics.sent(events, now);
    for (const { position, finding } of taken) {
      if (position !== undefined) checkpoint.reach(position);
      if (finding !== undefined) checkpoint.tell(finding);
    }
    checkpoint.save(now.getTime());
  }
}

async function serveMetrics({ input, metrics }: Run): Promise<Server | undefined> {
  const address = optionValue(input, 'metrics');
  return address === undefined ? undefined : metrics.serve(address);
}

function writeTextfile({ input, metrics }: Run): void {
  const file = optionValue(input, 'textfile');
  if (file !== undefined) metrics.write(file);
}

function readInterval(input: CommandInput): number {
  const text = optionValue(input, 'interval') ?? '300';
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1_000;
  throw new PratiqueError('USAGE', `--interval: ${JSON.stringify(text.slice(0, 80))} is no number of seconds`, {
    hint: 'write --interval 300',
  });
}
