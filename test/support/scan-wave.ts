import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { program, type Sandbox } from './run-pratique.ts';

export interface EndedScan {
  readonly pid: number;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** The JSON report without its times; nothing when there is none. */
  readonly report: unknown;
}

/** Starts scans of the built program on one cache, all before any of them is waited for. */
export function startScans(count: number, target: string, sandbox: Sandbox): readonly RunningScan[] {
  return Array.from({ length: count }, () => new RunningScan(target, sandbox));
}

export class RunningScan {
  readonly process: ChildProcess;
  readonly ended: Promise<EndedScan>;

  constructor(target: string, sandbox: Sandbox) {
    const child = spawn(process.execPath, [program, 'scan', target, '--format', 'json'], {
      cwd: sandbox.work,
      env: sandbox.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    this.ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
      ([[exitCode, signal], stdout, stderr]) => ({
        pid: child.pid!,
        exitCode: exitCode as number | null,
        signal: signal as NodeJS.Signals | null,
        stderr,
        report: signal === null && stdout !== '' ? withoutTimes(stdout) : undefined,
      }),
    );
  }
}

/** What two scans of one image at two moments must have in common: everything but when they ran and how long. */
function withoutTimes(json: string): unknown {
  const isTime = new Set(['startedAt', 'durationMs', 'generatedAt']);
  return JSON.parse(json, (key, value: unknown) => (isTime.has(key) ? undefined : value));
}

export interface CacheContent {
  readonly whole: readonly string[];
  /** Entries whose SHA-256, their first 32 bytes, is not that of the rest. */
  readonly damaged: readonly string[];
  /** Whatever is no entry, by path in the cache. */
  readonly others: readonly string[];
}

/** Every file of a cache, by what `src/lib/file-cache/` says an entry is. */
export function readCache(sandbox: Sandbox): CacheContent {
  const content = { whole: [] as string[], damaged: [] as string[], others: [] as string[] };
  for (const entry of readdirSync(sandbox.cache, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name);
    if (!/^[0-9a-f]{64}$/.test(entry.name)) content.others.push(path);
    else content[isWhole(readFileSync(path)) ? 'whole' : 'damaged'].push(path);
  }
  return content;
}

function isWhole(stored: Buffer): boolean {
  return createHash('sha256').update(stored.subarray(32)).digest().equals(stored.subarray(0, 32));
}
