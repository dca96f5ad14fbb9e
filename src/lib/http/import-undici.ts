import { setFlagsFromString } from 'node:v8';
import type * as Undici from 'undici';

/**
 * undici parses responses with a small WebAssembly module, whose optimising compiler V8 starts in the background and waits for when the process ends:
 * 50 ms, for a parser that reads a few headers. It is compiled with the first connection; until {@link restoreCompiler} the baseline compiler has to do.
 */
export async function importUndici(): Promise<typeof Undici> {
  if (!isCompiled) setFlagsFromString('--liftoff-only');
  return import('undici');
}

/** To be called once an answer was parsed: other modules, such as the one that inflates zstd, are worth optimising. */
export function restoreCompiler(): void {
  if (isCompiled) return;
  isCompiled = true;
  setFlagsFromString('--no-liftoff-only');
}

let isCompiled = false;
