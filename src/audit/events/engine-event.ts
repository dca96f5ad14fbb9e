import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type SecurityEvent } from '../../model/security-event.ts';
import { textOf } from '../facts/text-of.ts';

/** One event of an engine; Docker Engine API, SystemEvents. */
export interface EngineEvent {
  /** `container`, `image`, `network`, … */
  readonly type: string;
  /** `start`, `exec_start`; without what follows a colon, which is a command line. */
  readonly action: string;
  readonly actorId: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Nanoseconds since 1970, as text: more than a number holds. */
  readonly nanoseconds: string;
  /** Tells it from others of the same moment; without the command line of an `exec`. */
  readonly key: string;
}

/** `undefined` for what is no event. */
export function readEngineEvent(value: unknown): EngineEvent | undefined {
  if (!isJsonObject(value)) return undefined;
  const [type, fullAction] = [textOf(field(value, 'Type')), textOf(field(value, 'Action') ?? field(value, 'status'))];
  const actor = field(value, 'Actor');
  const nanoseconds = nanosecondsOf(value);
  if (type === '' || fullAction === '' || nanoseconds === undefined) return undefined;
  const actorId = isJsonObject(actor) ? textOf(field(actor, 'ID')) : textOf(field(value, 'id'));
  const attributes = isJsonObject(actor) ? field(actor, 'Attributes') : undefined;
  const action = fullAction.split(':', 1)[0]!.trim();
  return {
    type,
    action,
    actorId,
    attributes: new Map(isJsonObject(attributes) ? Object.entries(attributes).slice(0, 100).map(([key, each]) => [key.slice(0, 128), textOf(each).slice(0, 1_024)]) : []),
    nanoseconds,
    key: [nanoseconds, type, action, actorId, ...(isJsonObject(attributes) ? [textOf(field(attributes, 'execID'))] : [])].join(' ').trimEnd(),
  };
} // prettier-ignore

/** JSON's numbers lose the last digits of `timeNano`; the reader keeps its text where it can. */
function nanosecondsOf(value: JsonObject): string | undefined {
  const exact = field(value, 'timeNano');
  if (typeof exact === 'string' && /^\d{1,20}$/.test(exact)) return exact;
  if (typeof exact === 'number' && exact > 0) return String(BigInt(Math.round(exact)));
  const seconds = field(value, 'time');
  return typeof seconds === 'number' && seconds > 0 ? `${Math.trunc(seconds)}000000000` : undefined;
}

/** What is more than daily business. */
const severities: ReadonlyMap<string, SecurityEvent['severity']> = new Map([
  ['exec_create', 'low'],
  ['exec_start', 'low'],
  ['attach', 'low'],
  ['archive-path', 'low'],
  ['export', 'low'],
  ['commit', 'low'],
  ['oom', 'medium'],
  ['health_status', 'informational'],
]);

/** As monitoring takes it. Values of labels are kept, and the command line of an `exec` is not: it may hold secrets. */
export function toSecurityEvent(event: EngineEvent, host: string): SecurityEvent {
  const { type, action, actorId, attributes, nanoseconds, key } = event;
  const name = attributes.get('name') ?? actorId.slice(0, 19);
  const image = attributes.get('image') ?? '';
  const exit = attributes.get('exitCode');
  const isFailure = action === 'oom' || (action === 'die' && exit !== undefined && exit !== '0');
  return {
    id: key,
    time: new Date(Number(BigInt(nanoseconds) / 1_000_000n)),
    kind: 'activity',
    name: `${type}.${action}`,
    title: `${type} ${action}`,
    message: `${type} ${name}: ${action}${exit === undefined ? '' : ` (exit code ${exit})`}`,
    severity: severities.get(action) ?? 'informational',
    outcome: isFailure ? 'failure' : 'success',
    host,
    ...(type === 'container' ? { container: { id: actorId, name, image } } : { target: name }),
    attributes,
  };
}
