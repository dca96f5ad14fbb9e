import { type SliceSource } from './slice-source.ts';

/** Slices that may be passed on, and the names of those that hold data which its licence keeps on the user's own machine. */
export interface PublishableSlices {
  readonly slices: readonly SliceSource[];
  readonly privateNames: readonly string[];
}

export function publishableSlices(
  slices: readonly SliceSource[],
  sources: readonly { readonly id: string; readonly mayPublish?: false }[],
): PublishableSlices {
  const privateSources = new Set(sources.filter(({ mayPublish }) => mayPublish === false).map(({ id }) => id));
  const isPrivate = ({ manifest }: SliceSource): boolean =>
    manifest.shards.some((shard) => shard.sources.some((id) => privateSources.has(id)));
  return { slices: slices.filter((slice) => !isPrivate(slice)), privateNames: slices.filter(isPrivate).map(({ name }) => name) };
}
