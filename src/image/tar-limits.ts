import { type TarLimits } from '../lib/tar/tar-entry.ts';
import { limits } from '../model/limits.ts';

/** Of a layer. */
export const layerTarLimits: TarLimits = {
  entries: limits.layerEntries,
  metaBytes: limits.tarMetaBytes,
  paxRecords: limits.tarPaxRecords,
  metaChain: limits.tarMetaChain,
  sparseSegments: limits.tarSparseSegments,
  pathBytes: limits.pathBytes,
  pathDepth: limits.pathDepth,
};

/** Of the archive that holds an image, not of the layers in it. */
export const archiveTarLimits: TarLimits = { ...layerTarLimits, entries: limits.archiveEntries };
