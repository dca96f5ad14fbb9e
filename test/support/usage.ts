import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a child process took. */
export interface Usage {
  readonly peakMemoryMb: number;
  /** Of all its threads; hardly depends on what else the machine does, which wall time does. */
  readonly processorMs: number;
}

/** Arguments for Node, and the variable, that make a child write its usage to `file`. */
export function usageReporter(file: string): { readonly execArgv: readonly string[]; readonly env: Readonly<Record<string, string>> } {
  return { execArgv: ['--require', join(import.meta.dirname, 'report-usage.cjs')], env: { PRATIQUE_TEST_USAGE: file } };
}

export function readUsage(file: string): Usage {
  return JSON.parse(readFileSync(file, 'utf8')) as Usage;
}
