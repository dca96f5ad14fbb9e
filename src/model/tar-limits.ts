import { limits } from './limits.ts';

/** Bounds on any tar archive, in the shape of `lib/tar`; how many entries it may have depends on what it holds. */
export const tarLimits = {
  metaBytes: limits.tarMetaBytes,
  paxRecords: limits.tarPaxRecords,
  metaChain: limits.tarMetaChain,
  sparseSegments: limits.tarSparseSegments,
  pathBytes: limits.pathBytes,
  pathDepth: limits.pathDepth,
};
