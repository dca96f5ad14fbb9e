import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { decodeAsciiJson, encodeAsciiJson } from '../lib/json/ascii-json.ts';
import { messageOf } from '../lib/text/message-of.ts';
import { type Runtime } from '../model/runtime.ts';

/** What was remembered under a key; `undefined` without a key, a cache or an entry. Dates come back as text. */
export async function recall(key: string | undefined, cache: FileCache | undefined): Promise<unknown> {
  const bytes = key === undefined ? undefined : await cache?.read(key);
  return bytes === undefined ? undefined : decodeAsciiJson(bytes);
}

/** A cache that cannot be written is a warning: it costs time and nothing else. */
export async function remember(key: string, value: object, cache: FileCache | undefined, runtime: Runtime): Promise<void> {
  await cache
    ?.write(key, encodeAsciiJson(value))
    .catch((error: unknown) => runtime.log.warn('scanning without a cache', { reason: messageOf(error) }));
}
