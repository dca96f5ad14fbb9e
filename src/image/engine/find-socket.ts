import { stat } from 'node:fs/promises';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { type FoundEndpoint } from './engine.ts';

/** The first of the sockets that exists; the first of all when none does, for the message. */
export async function findSocket(paths: readonly string[]): Promise<FoundEndpoint> {
  for (const path of paths) if (await exists(path)) return { endpoint: { kind: 'unix', path }, isThere: true };
  return { endpoint: { kind: 'unix', path: paths[0] ?? '/var/run/docker.sock' }, isThere: false };
}

/** One in a folder that may not be searched counts: connecting to it says why. */
async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => systemCodeOf(error) === 'EACCES',
  );
}
