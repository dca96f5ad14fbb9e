import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeRefresh, describeStart } from '../../advisory/local/describe-refresh.ts';
import { type FeedPlace, type LocalOptions } from '../../advisory/local/local-options.ts';
import { refreshSlices } from '../../advisory/local/refresh-slices.ts';
import { parseSliceDirectory, sliceDirectory, type Slice } from '../../advisory/local/slice.ts';
import { readSliceState } from '../../advisory/local/slice-state.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { type CommandContext } from '../command.ts';
import { loadSources } from '../words/local-advisories.ts';

/** Advisories that no scan has wanted for this long are removed. */
const keepDays = 90;
const dayMs = 86_400_000;

/** What scans on this machine have used, by the directory of the local advisories. */
export function listSlices(root: string): readonly Slice[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort()
    .map(parseSliceDirectory)
    .filter((slice) => slice !== undefined);
}

export interface UpdateOptions {
  readonly local: Pick<LocalOptions, 'root' | 'repository'>;
  readonly feeds: FeedPlace;
  readonly isIncompleteAllowed: boolean;
}

/** Brings everything that scans on this machine have used up to date, and returns the exit code: 4 if a source failed. */
export async function updateLocal(
  { local: { root, repository }, feeds, isIncompleteAllowed }: UpdateOptions,
  { runtime, output, toolVersion }: CommandContext,
): Promise<number> {
  const slices = removeUnused(root, runtime.now());
  const startedAt = performance.now();
  output.note(`pratique: ${describeStart(slices, feeds, { isFirst: false, hasRepository: repository !== undefined })}`);
  const result = await refreshSlices(
    slices,
    await loadSources(),
    { root, ...(repository !== undefined && { repository }), feeds, toolVersion, isForced: true },
    runtime,
  );
  const failures = result.slices.flatMap((slice) => slice.failures);
  const lines = describeRefresh(result, feeds, performance.now() - startedAt);
  await output.write(lines.filter((line) => !line.startsWith('could not')).map((line) => `${line}\n`));
  for (const [source, reason] of new Map(failures.map((failure) => [failure.source, failure.reason])))
    output.warn(`pratique: ${source} could not be updated: ${reason}`);
  return failures.length > 0 && !isIncompleteAllowed ? exitCodes.incomplete : exitCodes.passed;
}

function removeUnused(root: string, now: Date): readonly Slice[] {
  return listSlices(root).filter((slice) => {
    const directory = sliceDirectory(root, slice);
    const age = now.getTime() - Date.parse(readSliceState(directory).usedAt ?? '');
    if (!(age > keepDays * dayMs)) return true;
    rmSync(join(directory), { recursive: true, force: true });
    return false;
  });
}
