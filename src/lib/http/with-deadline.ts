import { HttpError } from './http-error.ts';
import { type HttpRuntime } from './http-limits.ts';

/** Runs `work` with a signal that aborts with the caller's, or after `timeoutMs`, whichever is first. Throws HttpError of kind `timeout`. */
export async function withDeadline<R extends HttpRuntime, T>(
  timeoutMs: number,
  where: string,
  runtime: R,
  work: (runtime: R) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(runtime.signal.reason);
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    controller.abort();
  }, timeoutMs);
  if (runtime.signal.aborted) stop();
  else runtime.signal.addEventListener('abort', stop, { once: true });
  try {
    return await work({ ...runtime, signal: controller.signal });
  } catch (error) {
    if (!late.signal.aborted || runtime.signal.aborted) throw error;
    throw new HttpError('timeout', where, `timed out after ${timeoutMs / 1_000} seconds`, { cause: error });
  } finally {
    clearTimeout(timer);
    runtime.signal.removeEventListener('abort', stop);
  }
}
