import { type Readable } from 'node:stream';
import { HttpError } from '../../lib/http/http-error.ts';
import { toHttpError } from '../../lib/http/to-http-error.ts';

/** The bytes of a body as they come. Fails with kind `timeout` when none come for `idleMs` while they are waited for. The connection is closed with the iteration. */
export async function* watchStream(body: Readable, where: string, idleMs: number): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  try {
    for (;;) {
      const late = (): void => void body.destroy(new HttpError('timeout', where, `no data for ${idleMs} ms`));
      const timer = setTimeout(late, idleMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw toHttpError(error, where);
  } finally {
    body.destroy();
  }
}
