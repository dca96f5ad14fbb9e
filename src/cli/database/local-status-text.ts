import { describeSlice, sliceDirectory, type Slice } from '../../advisory/local/slice.ts';
import { readSliceState, type SliceState } from '../../advisory/local/slice-state.ts';
import { readDatabaseStatus, type DatabaseStatus } from '../../advisory/store/database-status.ts';
import { formatManifest } from '../../advisory/store/database-manifest.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitStart } from '../../lib/terminal/display-width.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** One slice of the advisories on this machine; without `status` there is no data, with `damage` it cannot be used. */
export interface SliceStatus {
  readonly slice: Slice;
  readonly directory: string;
  readonly state: SliceState;
  readonly status?: DatabaseStatus;
  readonly damage?: string;
}

export function readSliceStatuses(root: string, slices: readonly Slice[], options: { readonly verify: boolean }): readonly SliceStatus[] {
  return slices.map((slice) => {
    const directory = sliceDirectory(root, slice);
    const state = readSliceState(directory);
    try {
      const status = readDatabaseStatus(directory, options);
      const [first] = status.damaged;
      return { slice, directory, state, status, ...(first !== undefined && { damage: `shard ${first.name} ${first.reason}` }) };
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      return { slice, directory, state, ...(error.code !== 'DATABASE_NOT_FOUND' && { damage: error.message }) };
    }
  });
}

const columns: readonly TableColumn[] = [
  { head: 'ADVISORIES FOR', least: 12 },
  { head: 'DATA AS OF' },
  { head: 'CHECKED' },
  { head: 'SIZE', isRight: true },
  { head: 'FACTS', isRight: true },
  { head: 'SOURCES', least: 16, isOptional: true },
];

/** For people: what scans on this machine have downloaded, and how old it is. */
export function* formatSliceStatuses(
  root: string,
  statuses: readonly SliceStatus[],
  { width, now }: { readonly width: number; readonly now: Date },
): Generator<string> {
  yield `${fitStart(escapeControl(`advisories on this machine: ${root}`), width)}\n\n`;
  const rows = statuses.map(({ slice, state, status }) => [
    escapeControl(describeSlice(slice)), dateOf(status), sinceOf(state.checkedAt, now), status === undefined ? 'none' : megabytes(status.bytes),
    status === undefined ? '' : factsOf(status).toLocaleString('en-US'), (status?.manifest.sources ?? []).map(({ id }) => escapeControl(id)).join(', '),
  ]); // prettier-ignore
  for (const line of fitTable(columns, rows, width)) yield `${line}\n`;
  for (const { slice, state, damage } of statuses) {
    for (const { source, reason } of state.failures) yield* paragraph(`${source} could not be updated: ${reason}`, width);
    if (damage !== undefined) yield* paragraph(`DAMAGED: ${describeSlice(slice)}: ${damage}. The next scan downloads it again.`, width);
  }
  yield '\nScans update what is older than 12 hours; pratique db update updates all now.\n';
}

/** For programs: each slice with its manifest. */
export function formatSliceStatusesJson(root: string, statuses: readonly SliceStatus[]): string {
  const slices = statuses.map(({ slice, directory, state, status, damage }) => ({
    name: slice.name,
    directory,
    ...(state.usedAt !== undefined && { usedAt: state.usedAt }),
    ...(state.checkedAt !== undefined && { checkedAt: state.checkedAt }),
    failures: state.failures,
    ...(damage !== undefined && { damage }),
    ...(status !== undefined && { bytes: status.bytes, manifest: JSON.parse(formatManifest(status.manifest)) as unknown }),
  }));
  return `${JSON.stringify({ directory: root, slices }, undefined, 2)}\n`;
}

function* paragraph(text: string, width: number): Generator<string> {
  yield '\n';
  for (const line of wrapWords(escapeControl(text), width, '', '  ')) yield `${line}\n`;
}

/** The oldest date of its sources: no part of it is older. */
function dateOf(status: DatabaseStatus | undefined): string {
  const dates = (status?.manifest.sources ?? []).map(({ asOf, newest }) => (asOf ?? newest)?.slice(0, 10) ?? '').sort();
  return dates[0] === undefined ? '' : dates[0] || 'unknown';
}

function sinceOf(checkedAt: string | undefined, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(checkedAt ?? '')) / 60_000);
  if (Number.isNaN(minutes)) return 'never';
  if (minutes < 1) return 'just now';
  const [value, unit] =
    minutes < 60 ? [minutes, 'minute'] : minutes < 48 * 60 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1_440), 'day'];
  return `${value} ${unit}${value === 1 ? '' : 's'} ago`;
}

function factsOf({ manifest }: DatabaseStatus): number {
  const shards = manifest.shards.reduce((total, { rows }) => total + rows, 0);
  return shards > 0 ? shards : (manifest.enrichment?.rows ?? 0);
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
