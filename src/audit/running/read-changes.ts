import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { type Host, HostUnreadable } from '../host.ts';
import { type Known, learn } from '../known.ts';
import { type Change, type ChangedFileStatus, type Drift, findDrift } from './drift.ts';

/** What changed in a running container, as the engine tells it; nothing runs in the container. */
export function readDrift(host: Host, id: string): Promise<Known<Drift>> {
  return learn(async () => {
    const answer = await host.ask(`/containers/${id}/changes`);
    if (answer === undefined) throw new HostUnreadable('the container has ended');
    // The engine answers null where nothing changed.
    const changes = (Array.isArray(answer) ? answer : []).flatMap(readChange);
    const drift = await findDrift(changes.slice(0, limits.containerChanges), (path) => readStatus(host, id, path));
    const more = changes.length - limits.containerChanges;
    return more <= 0 ? drift : { ...drift, unread: [...drift.unread, `${more} changes were not examined: only the first ${limits.containerChanges} are`] };
  });
} // prettier-ignore

const kinds = ['changed', 'added', 'deleted'] as const;

function readChange(value: unknown): readonly Change[] {
  if (!isJsonObject(value)) return [];
  const [path, number] = [field(value, 'Path'), field(value, 'Kind')];
  const kind = typeof number === 'number' ? kinds[number] : undefined;
  return typeof path === 'string' && kind !== undefined ? [{ path, kind }] : [];
}

/** Go's file modes, io/fs: the type is in the high bits. */
const typeBits = 0x8f280000;

async function readStatus(host: Host, id: string, path: string): Promise<ChangedFileStatus | undefined> {
  const answer = await host.ask(`HEAD /containers/${id}/archive?path=${encodeURIComponent(path)}`);
  if (!isJsonObject(answer)) return undefined;
  const mode = Number(field(answer, 'mode'));
  return { isFile: (mode & typeBits) === 0, isExecutable: (mode & 0o111) !== 0 };
}
