import { type Readable } from 'node:stream';
import { HttpError } from './http-error.ts';
import { type HttpLimits } from './http-limits.ts';
import { toHttpError } from './to-http-error.ts';

/**
 * The bytes of a body as they arrive. Fails with kind `timeout` when they arrive slower than the bound, counting only time spent waiting for
 * the server. Closes the socket when the reader stops early. `onEnd` is called once in every case.
 */
export async function* watchBody(
  body: Readable,
  where: string,
  limits: HttpLimits,
  onEnd: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const windowBytes = (limits.minimumBytesPerSecond * limits.minimumRateWindowMs) / 1_000;
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  let waitedMs = 0;
  let received = 0;
  try {
    for (;;) {
      const startedAt = performance.now();
      const next = await chunks.next();
      if (next.done === true) return;
      waitedMs += performance.now() - startedAt;
      received += next.value.length;
      if (waitedMs >= limits.minimumRateWindowMs) {
        if (received < windowBytes)
          throw new HttpError('timeout', where, `the transfer stalled (${received} bytes in ${Math.round(waitedMs)} ms)`);
        waitedMs = received = 0;
      }
      yield next.value;
    }
  } catch (error) {
    throw toHttpError(error, where);
  } finally {
    body.destroy();
    onEnd();
  }
}
