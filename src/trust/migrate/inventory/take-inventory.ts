import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { describeSystemError } from '../../../lib/file/describe-system-error.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { fileHolder } from './file-holder.ts';
import { type InventoryFinding } from './inventory-finding.ts';
import { type ServerCollections } from './list-server-collections.ts';
import { readTrustDirectory, type TrustDirectory } from './read-trust-directory.ts';
import { scanText } from './scan-text.ts';
import { walkFiles, type WalkTally } from './walk-files.ts';

export interface InventoryPlaces {
  /** Files and folders. Those that are links are followed; links below them are not. */
  readonly paths: readonly string[];
  /** Like `paths`, but missing ones are not reported. */
  readonly placesThatMayBe?: readonly string[];
  /** Such as `~/.docker/trust` and `~/.notary`; missing ones are not reported. */
  readonly trustDirectories: readonly string[];
}

export interface Inventory {
  readonly findings: readonly InventoryFinding[];
  readonly trustDirectories: readonly TrustDirectory[];
  /** Repositories that the servers list, where servers were given. */
  readonly servers?: readonly ServerCollections[];
  /** What could not be scanned; empty means that everything was. */
  readonly issues: readonly Issue[];
  readonly looked: { readonly files: number; readonly bytes: number; readonly links: number; readonly skippedFolders: number };
}

/** Finds where Docker Content Trust is used. Only reads, never throws because of one file, and stays within the bounds of `limits`. */
export async function takeInventory(places: InventoryPlaces, runtime: Runtime): Promise<Inventory> {
  const tally: WalkTally = { entries: 0, links: 0, skipped: 0 };
  const [findings, issues]: [InventoryFinding[], Issue[]] = [[], []];
  let [files, bytes, untold] = [0, 0, 0];
  const seen = new Set<string>();
  const roots = [...places.paths.map((path) => [path, false] as const), ...(places.placesThatMayBe ?? []).map((path) => [path, true] as const)];
  for (const [root, mayBeAbsent] of roots)
    for await (const { path, size } of walkFiles(root, tally, issues, runtime, mayBeAbsent)) {
      const holder = fileHolder(sep === '/' ? path : path.replaceAll(sep, '/'));
      if (holder === undefined) continue;
      // One file may be below several of the given places, and under several names.
      const identity = await realpath(path).catch(() => resolve(path));
      if (seen.has(identity)) continue;
      seen.add(identity);
      const text = await readText(path, size, holder.needsInterpreterLine === true, bytes, issues);
      if (text === undefined) continue;
      files += 1;
      bytes += size;
      const scanned = scanText(text, path, holder);
      issues.push(...scanned.issues);
      const room = limits.inventoryFindings - findings.length;
      findings.push(...scanned.findings.slice(0, room));
      untold += Math.max(0, scanned.findings.length - room);
    }
  if (untold > 0) issues.push(makeIssue('MIGRATION_LIMIT', 'inventory', `${untold} more places not listed (more than ${limits.inventoryFindings})`));
  const trustDirectories: TrustDirectory[] = [];
  for (const folder of places.trustDirectories) {
    const found = await readTrustDirectory(folder, issues, runtime);
    if (found !== undefined) trustDirectories.push(found);
  }
  return { findings, trustDirectories, issues, looked: { files, bytes, links: tally.links, skippedFolders: tally.skipped } };
} // prettier-ignore

/** The whole file, or `undefined` and an issue. A file without a known name is read only when it is a script. */
async function readText(path: string, size: number, needsInterpreterLine: boolean, bytesSoFar: number, issues: Issue[]): Promise<string | undefined> {
  try {
    await using file = await openPlain(path);
    if (needsInterpreterLine) {
      const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(2), 0, 2, 0);
      if (buffer.toString('latin1', 0, bytesRead) !== '#!') return undefined;
    }
    if (size > limits.inventoryFileBytes) {
      issues.push(makeIssue('FILE_TOO_LARGE', 'inventory', `not read: it has ${size} bytes, more than ${limits.inventoryFileBytes}`, { path }));
      return undefined;
    }
    if (bytesSoFar + size > limits.inventoryBytes) {
      issues.push(makeIssue('MIGRATION_LIMIT', 'inventory', `not read: more than ${limits.inventoryBytes} bytes in all`, { path }));
      return undefined;
    }
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await file.handle.read(buffer, 0, size, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    issues.push(makeIssue('FILE_UNREADABLE', 'inventory', `cannot be read: ${describeSystemError(error)}`, { path }));
    return undefined;
  }
} // prettier-ignore

/** Does not block on a pipe that replaced the file after it was listed. */
async function openPlain(path: string): Promise<AsyncDisposable & { readonly handle: Awaited<ReturnType<typeof open>> }> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { handle, [Symbol.asyncDispose]: () => handle.close() };
}
