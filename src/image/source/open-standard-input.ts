import { type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type ImageFiles } from './image-files.ts';

/** How a person asks for standard input in place of a file. */
export const standardInputTarget = '-';

/** Reads an archive from standard input, once, from front to back; nothing is written to disk. Throws what reading an archive throws, and TARGET_UNREADABLE. */
export async function openStandardInput({ standardInput, layerDemand }: OpenOptions, runtime: Runtime): Promise<ImageFiles> {
  if (standardInput === undefined) throw new PratiqueError('TARGET_UNREADABLE', 'standard input is not available here');
  if (layerDemand === undefined) throw new Error('layerDemand is needed to read standard input');
  const { gatherArchive } = await import('./gather-archive.ts');
  return gatherArchive({ name: 'standard input', chunks: standardInput() }, await layerDemand(), runtime);
}
