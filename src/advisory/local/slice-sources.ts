import { type EnrichmentSource } from '../enrichment/enrichment-source.ts';
import { type AdvisorySource, type FeedFile } from '../source/advisory-source.ts';
import { type Slice } from './slice.ts';
import { type LeftOutSource } from './slice-state.ts';

/** Every publisher that a slice may be built from. */
export interface FeedSources {
  readonly advisory: readonly AdvisorySource[];
  readonly enrichment: readonly EnrichmentSource[];
}

/** The publishers of one slice. One whose feed shows only when it is read which ecosystems it is about would have to be downloaded for nothing. */
export function sourcesOf({ ecosystem }: Slice, { advisory, enrichment }: FeedSources): FeedSources {
  if (ecosystem === undefined) return { advisory: [], enrichment: enrichment.filter(({ isBulk }) => isBulk !== true) };
  const isOf = ({ ecosystems, isBulk }: AdvisorySource): boolean => isBulk !== true && ecosystems?.includes(ecosystem) === true;
  return { advisory: advisory.filter(isOf), enrichment: [] };
}

/** What a slice lacks that is built for a scan: sources that are too large for it, as far as no other says the same. */
export function leftOutOf({ ecosystem }: Slice, { advisory }: FeedSources): readonly LeftOutSource[] {
  return advisory.flatMap(({ id, isBulk, knowsAlone, ecosystems }) =>
    isBulk === true && knowsAlone !== undefined && ecosystem !== undefined && ecosystems?.includes(ecosystem) === true
      ? [{ source: id, knows: knowsAlone }]
      : [],
  );
}

/** The files of a publisher that have something about the slice. */
export function filesOf(source: Pick<AdvisorySource, 'files' | 'filesOfRelease'>, { release }: Slice): readonly FeedFile[] {
  return (release === undefined ? undefined : source.filesOfRelease?.(release)) ?? source.files;
}
