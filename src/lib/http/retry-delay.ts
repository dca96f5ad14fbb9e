import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError } from './http-error.ts';
import { type HttpLimits, type HttpRuntime } from './http-limits.ts';

/** Statuses worth another attempt: too many requests, and server errors (RFC 9110, 15.6) other than 501 and 505. */
export function isTransientStatus(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** The time that `Retry-After` names; `undefined` when it is absent or unreadable (RFC 9110, 10.2.3). */
export function parseRetryAfter(value: string | undefined, now: Date): Date | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return new Date(now.getTime() + Number(text) * 1_000);
  // Only the three date forms of HTTP, which all begin with a day's name; Date.parse accepts much more.
  const time = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** Milliseconds before attempt `failures + 1`: doubled each time, at most 30 s, half of it random so that clients do not all return at once. */
export function backoffDelay(failures: number, limits: Pick<HttpLimits, 'backoffMs'>, chance = Math.random()): number {
  const full = Math.min(limits.backoffMs * 2 ** Math.max(0, failures - 1), 30_000);
  return full / 2 + (full / 2) * chance;
}

/** Rejects with kind `aborted` when the caller aborts meanwhile. */
export async function waitFor(delayMs: number, runtime: HttpRuntime): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal: runtime.signal });
  } catch (cause) {
    throw new HttpError('aborted', 'retry', 'stopped while waiting for the next attempt', { cause });
  }
}
