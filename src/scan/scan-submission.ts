import { squash } from '../image/squash.ts';
import { parseSubmittedIndex } from '../image/submitted-index.ts';
import { type FindingKind } from '../model/finding.ts';
import { type Image } from '../model/image.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { advisoryOpener } from './advisory-opener.ts';
import { applicableKinds } from './checkers.ts';
import { layerDemand } from './layer-demand.ts';
import { scanInventory } from './scan-inventory.ts';
import { type ScanOptions } from './scan-target.ts';
import { type SubmittedImage, type UnreadLayer } from './submission.ts';
import { takeInventory } from './take-inventory.ts';
import { findUnreadSources } from './unread-links.ts';

/**
 * Scans an image that a client described, from the indexes that it sent. No cache is read or written: a cache is keyed by digests, and here nothing proves that
 * the indexes are of these digests. Throws SUBMISSION_INVALID for what no reading of layers gives.
 */
export async function scanSubmission(
  { config, layers, connection, ...submitted }: SubmittedImage,
  indexes: readonly LayerIndex[],
  kinds: readonly FindingKind[],
  options: Omit<ScanOptions, 'open' | 'cacheDirectory'>,
  runtime: Runtime,
): Promise<ScanReport> {
  const startedAt = runtime.now();
  const image: Image = {
    ...submitted,
    ...(connection === undefined ? {} : { connection }),
    config: { ...config, labels: new Map(config.labels) },
    layers: layers.map(({ name: _name, ...layer }, at) => ({ ...layer, content: { kind: 'indexed', index: indexes[at]! } })),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const inventory = await takeInventory(image, { kinds, threads: 0 }, runtime).catch((error: unknown) => {
    if (error instanceof PratiqueError || runtime.signal.aborted) throw error;
    // Facts of inspectors have many shapes; what reads them trusts that our own inspectors made them.
    throw new PratiqueError('SUBMISSION_INVALID', 'the layer indexes hold what no scan of layers gives', { cause: error });
  });
  return scanInventory(inventory, advisoryOpener(options, runtime), { startedAt }, runtime);
}

/** The indexes that a client sent, checked. Throws SUBMISSION_INVALID. */
export function readSubmittedIndexes(files: readonly Buffer[]): readonly LayerIndex[] {
  return files.map(parseSubmittedIndex);
}

/** Layers that have to be read again, with these files too, before the image can be scanned as it would be from its layers. */
export async function findUnreadLayers(
  scheme: string,
  indexes: readonly LayerIndex[],
  kinds: readonly FindingKind[],
): Promise<readonly UnreadLayer[]> {
  const { selectors } = await layerDemand(applicableKinds(kinds, { scheme }));
  const unread = new Map<number, string[]>();
  for (const { layerIndex, path } of findUnreadSources(squash(indexes).tree, selectors))
    unread.set(layerIndex, [...(unread.get(layerIndex) ?? []), path]);
  return [...unread].map(([layer, paths]) => ({ layer, paths: [...new Set(paths)] }));
}
