import { type Image, type OpenOptions } from '../model/image.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { formatReference, parseReference } from '../model/reference.ts';
import { type Runtime } from '../model/runtime.ts';
import { localImageSources } from './source/image-sources.ts';
import { type LocalImageSource } from './source/local-image-source.ts';
import { registrySource } from './source/registry.ts';

/**
 * Opens a name that has no scheme and is not a path: the image stores of this machine are asked in their order, then its registry. A store that
 * has the image for other platforms only does not count. Throws what the store that has it or the registry throws, and TARGET_NOT_FOUND when
 * registries may not be asked.
 */
export async function openReference(target: string, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]> {
  const absences: string[] = [];
  for (const source of options.engines === undefined ? [] : localImageSources) {
    const found = await openLocally(source, target, options, runtime);
    if (typeof found !== 'string') return found;
    if (found !== '') absences.push(found);
  }
  const elsewhere = ` (${absences.length === 0 ? 'no container engine was found' : absences.join('; ')})`;
  if (options.isOffline === true)
    throw new PratiqueError('TARGET_NOT_FOUND', `${target} is not on this machine${elsewhere}`, {
      hint: 'pull it first, or leave out --offline-scan to scan it from its registry',
    });
  return pull(target, absences.length === 0 ? '' : elsewhere, options, runtime);
}

/** The images, or why there are none; empty where there is no such store. */
async function openLocally(
  source: LocalImageSource,
  target: string,
  options: OpenOptions,
  runtime: Runtime,
): Promise<readonly Image[] | string> {
  const answer = await source.find(target, options, runtime);
  if (answer.kind === 'absent') {
    if (answer.store === 'unusable') runtime.log.warn(`${source.program} ${answer.reason}`);
    return answer.store === 'missing' ? '' : `${source.program} ${answer.reason}`;
  }
  try {
    return await answer.open();
  } catch (error) {
    if (!(error instanceof PratiqueError && error.code === 'PLATFORM_NOT_FOUND')) throw error;
    runtime.log.notice(`${source.program}: ${error.message}`);
    return `${source.program}: ${error.message}`;
  }
}

/** What the registry says does not explain why an image that was just built is not found. */
async function pull(target: string, elsewhere: string, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]> {
  try {
    announce(target, runtime);
    return await registrySource.open(target, options, runtime);
  } catch (error) {
    if (elsewhere === '' || !(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
    throw new PratiqueError(error.code, `${error.message}${elsewhere}`, { cause: error, hint: error.hint });
  }
}

/** The full form of a short name is printed before any request. */
function announce(target: string, runtime: Runtime): void {
  const reference = parseReference(target);
  if (reference.registry === 'docker.io' && !target.startsWith('docker.io/')) runtime.log.notice(`pulling ${formatReference(reference)}`);
}
