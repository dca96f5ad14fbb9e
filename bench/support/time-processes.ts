import { spawnSync } from 'node:child_process';

/** A program to start and how it must end. */
export interface TimedProcess {
  readonly argv: readonly string[];
  readonly exitCodes?: readonly number[];
}

/** Median wall time of each in milliseconds; they take turns, so that a slow moment of the machine meets all of them. */
export function timeProcesses<Name extends string>(
  processes: Readonly<Record<Name, TimedProcess>>,
  rounds: number,
): Readonly<Record<Name, number>> {
  const entries = Object.entries(processes) as [Name, TimedProcess][];
  const times = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) for (const [name, each] of entries) times.get(name)?.push(timeOnce(each));
  return Object.fromEntries(entries.map(([name]) => [name, median(times.get(name) ?? [])])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function timeOnce({ argv, exitCodes = [0] }: TimedProcess): number {
  const [file = '', ...args] = argv;
  const start = performance.now();
  const { status, stderr } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const elapsed = performance.now() - start;
  if (!exitCodes.includes(status ?? -1)) throw new Error(`${argv.join(' ')} ended with ${String(status)}: ${stderr}`);
  return elapsed;
}
