import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 run a function four times as often before it is optimised. For work that is over in a tenth of a second, or that wants
 * every core for itself: the compilers would take a seventh of two cores, mostly for what runs little afterwards. Stays so.
 */
export function optimiseLater(): void {
  for (const flag of flagsByMajor.get(Number(process.versions.v8.split('.')[0])) ?? []) setFlagsFromString(flag);
}

/** V8 prints an error for a flag that it does not know, so that only versions that were tried are here: those of Node 20, 22 and 24. */
const flagsByMajor: ReadonlyMap<number, readonly string[]> = new Map([
  [11, ['--interrupt-budget=2000000']],
  [12, ['--invocation-count-for-turbofan=12000', '--invocation-count-for-osr=3200']],
  [13, ['--invocation-count-for-turbofan=12000', '--invocation-count-for-osr=2000']],
]);
