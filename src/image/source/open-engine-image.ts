import { type Image, type OpenOptions } from '../../model/image.ts';
import { formatPlatform, isPlatformMatch, type Platform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { type EngineClient } from '../engine/engine-client.ts';
import { type InspectedImage } from '../engine/inspected-image.ts';
import { type ImageFiles } from './image-files.ts';
import { decodeExport, encodeExport, exportKey } from './kept-export.ts';
import { openAnyArchive } from './open-any-archive.ts';

/** An image that an engine has, and how a person named it. */
export interface EngineImage {
  readonly name: string;
  readonly scheme: string;
  readonly client: EngineClient;
  readonly inspected: InspectedImage;
}

/** What is exported of it. */
interface Export {
  /** Of the configuration, manifest or index: the image that was asked about, whatever its name means by now. */
  readonly pin: string;
  /** Of several that the engine has. */
  readonly platform?: Platform;
}

/**
 * Streams an image out of an engine and reads its layers as they come; of the image, nothing is written to disk. What was exported before, and is kept,
 * is not exported again. An export that breaks is tried once more. Throws PLATFORM_NOT_FOUND before anything is exported where the engine says what it
 * has, ENGINE_TRANSFER, DIGEST_MISMATCH, and what opening an archive throws.
 */
export async function openEngineImage(image: EngineImage, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]> {
  if (options.layerDemand === undefined) throw new Error('layerDemand is needed to read the export of an engine');
  const demand = await options.layerDemand();
  const chosen = chooseExport(image, options);
  const key = exportKey(chosen.pin, options, demand);
  const known = await recallExport(key, image, options, runtime);
  if (known !== undefined) return known;
  const opened = await openExport(image, chosen, { ...options, layerDemand: () => Promise.resolve(demand) }, runtime);
  await keepExport(key, opened, options, runtime);
  return opened;
}

/** The pin names what was exported, and a daemon that has another image under a name gives another pin: what is kept under it is not exported again. */
async function recallExport(
  key: string,
  { name, scheme }: EngineImage,
  { exports }: OpenOptions,
  runtime: Runtime,
): Promise<readonly Image[] | undefined> {
  const bytes = await exports?.read(key);
  if (bytes === undefined) return undefined;
  try {
    return decodeExport(bytes, { name, scheme });
  } catch (error) {
    runtime.log.debug('a kept export cannot be decoded', { name, reason: messageOf(error) });
    return undefined;
  }
}

async function keepExport(key: string, images: readonly Image[], { exports }: OpenOptions, runtime: Runtime): Promise<void> {
  const bytes = exports === undefined ? undefined : encodeExport(images);
  if (bytes === undefined) return;
  await exports?.write(key, bytes).catch((error: unknown) => runtime.log.warn('scanning without a cache', { reason: messageOf(error) }));
}

async function openExport(image: EngineImage, chosen: Export, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]> {
  await using files = await exportTwice(image, chosen, options, runtime);
  try {
    const opened = await openAnyArchive(files, { name: image.name, selector: `@${chosen.pin}` }, options, runtime);
    return opened.map((one) => ({ ...one, scheme: image.scheme }));
  } catch (error) {
    if (!(error instanceof PratiqueError && error.code === 'TARGET_NOT_FOUND')) throw error;
    throw new PratiqueError('DIGEST_MISMATCH', `${image.client.name} exported another image than ${chosen.pin}`, { cause: error });
  }
}

function chooseExport({ name, inspected }: EngineImage, { platform, isPlatformOptional = false }: OpenOptions): Export {
  const whole = { pin: inspected.id };
  if (platform === 'all') return whole;
  const available = inspected.available ?? (inspected.isSinglePlatform ? [{ platform: inspected.platform }] : undefined);
  if (available === undefined) return whole;
  const match = available.find((one) => isPlatformMatch(platform, one.platform));
  if (match === undefined && !(isPlatformOptional && available.length === 1)) {
    const present = available.map((one) => formatPlatform(one.platform)).join(', ') || 'no platform';
    throw new PratiqueError('PLATFORM_NOT_FOUND', `${name} has no image for ${formatPlatform(platform)}; it has ${present}`);
  }
  if (available.length === 1 || match === undefined || !('manifestDigest' in match)) return whole;
  return { pin: match.manifestDigest, platform: match.platform };
}

/** A daemon that restarts, or a connection that breaks, costs one more attempt. */
async function exportTwice(image: EngineImage, chosen: Export, options: OpenOptions, runtime: Runtime): Promise<ImageFiles> {
  const first = await exportOnce(image, chosen, options, runtime).catch((error: unknown) => brokenExport(image, error));
  if (!(first instanceof PratiqueError)) return first;
  runtime.log.warn(`${first.message}; trying once more`);
  const second = await exportOnce(image, chosen, options, runtime).catch((error: unknown) => brokenExport(image, error));
  if (second instanceof PratiqueError) throw second;
  return second;
}

async function exportOnce(
  { name, scheme, client, inspected }: EngineImage,
  chosen: Export,
  options: OpenOptions,
  runtime: Runtime,
): Promise<ImageFiles> {
  if (options.layerDemand === undefined) throw new Error('layerDemand is needed to read the export of an engine');
  runtime.progress({ id: name, label: `export from ${scheme}`, done: 0, unit: 'bytes' });
  const { gatherArchive } = await import('./gather-archive.ts');
  const demand = await options.layerDemand();
  const chunks = await client.exportImage(inspected.id, chosen.platform);
  const files = await gatherArchive({ name, chunks }, demand, runtime);
  if (files.flaw === undefined) return files;
  throw new HttpError('broken', client.name, files.flaw);
}

/** What another attempt may mend. */
function brokenExport({ name, client }: EngineImage, error: unknown): PratiqueError {
  if (!(error instanceof HttpError)) throw error;
  if (error.kind === 'aborted') throw new PratiqueError('ABORTED', `${name}: stopped`, { cause: error });
  return new PratiqueError('ENGINE_TRANSFER', `${client.name} did not export ${name} to its end: ${error.reason}`, { cause: error });
}
