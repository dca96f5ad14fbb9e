import { type TarLimits } from '../lib/tar/tar-entry.ts';
import { limits } from '../model/limits.ts';
import { tarLimits } from '../model/tar-limits.ts';

/** Of a layer. */
export const layerTarLimits: TarLimits = { ...tarLimits, entries: limits.layerEntries };

/** Of the archive that holds an image, not of the layers in it. */
export const archiveTarLimits: TarLimits = { ...layerTarLimits, entries: limits.archiveEntries };
