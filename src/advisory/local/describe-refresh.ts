import { type FeedPlace } from './local-options.ts';
import { type Refreshed, type RefreshResult } from './refresh-slices.ts';
import { describeSlice, type Slice } from './slice.ts';

/** Before it begins: what is downloaded from where. */
export function describeStart(
  slices: readonly Slice[],
  feeds: FeedPlace,
  { isFirst, hasRepository }: { readonly isFirst: boolean; readonly hasRepository: boolean },
): string {
  const what = describeSlices(slices);
  const place = hasRepository ? 'the advisory repository' : describePlace(feeds);
  return isFirst
    ? `downloading advisories for ${what} from ${place}; later scans use the local copy`
    : `checking for new advisories for ${what} at ${place}`;
}

/** Afterwards: what came from where, and what did not. */
export function describeRefresh(result: RefreshResult, place: FeedPlace, durationMs: number): readonly string[] {
  const { repository, bytes } = result;
  const installed = result.slices.filter(({ status, isInstalled }) => isInstalled === true && status === 'updated');
  return [
    ...(installed.length === 0
      ? []
      : [
          `advisories for ${names(installed)} from ${repository?.name ?? ''} (signature verified): ${formatBytes(repository?.bytes ?? 0)} in ${formatSeconds(durationMs)}`,
        ]),
    ...(repository?.failure === undefined ? [] : [`could not use the advisory repository: ${repository.failure}`]),
    ...describeFeeds(
      result.slices.filter(({ isInstalled }) => isInstalled !== true),
      bytes,
      place,
      durationMs,
    ),
    ...(result.slices.every(({ status }) => status === 'unchanged') ? ['advisories are up to date'] : []),
  ];
}

function describeFeeds(slices: readonly Refreshed[], bytes: number, place: FeedPlace, durationMs: number): readonly string[] {
  const updated = slices.filter(({ status }) => status === 'updated');
  const failed = [...new Map(slices.flatMap(({ failures }) => failures).map((failure) => [failure.source, failure])).values()];
  const sources = [...new Set(updated.flatMap((refreshed) => refreshed.sources))].sort();
  const absent = slices.filter(({ status }) => status === 'absent');
  return [
    ...(updated.length === 0
      ? []
      : [
          `advisories for ${names(updated)} from ${describePlace(place)} (${sources.join(', ')}): ${formatBytes(bytes)} in ${formatSeconds(durationMs)}`,
        ]),
    ...(absent.length === 0 ? [] : [`no publisher has advisories for ${names(absent)}`]),
    ...(failed.length === 0
      ? []
      : [
          `could not download ${listWords(failed.map(({ source }) => source))}: ${failed[0]!.reason}${failed.length > 1 ? ` (and ${failed.length - 1} more)` : ''}`,
        ]),
  ];
}

function names(refreshed: readonly Refreshed[]): string {
  return describeSlices(refreshed.map(({ slice }) => slice));
}

/** The facts about CVEs come with every download, and are named only where they are all of it. */
export function describeSlices(slices: readonly Slice[]): string {
  const advisories = slices.filter(({ ecosystem }) => ecosystem !== undefined);
  return listWords((advisories.length === 0 ? slices : advisories).map(describeSlice));
}

export function describePlace({ folder, mirror }: FeedPlace): string {
  if (folder !== undefined) return folder;
  return mirror === undefined ? 'their publishers' : mirror.host;
}

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
