import { openTarget } from '../image/open-target.ts';
import { readLayers } from '../image/read-layers.ts';
import { encodeSubmittedIndex } from '../image/submitted-index.ts';
import { type FindingKind } from '../model/finding.ts';
import { type Image, type Layer } from '../model/image.ts';
import { limits } from '../model/limits.ts';
import { type Runtime } from '../model/runtime.ts';
import { applicableKinds, defaultKinds } from './checkers.ts';
import { layerDemand, layerThreadProgram } from './layer-demand.ts';
import { openCache, type ScanOptions } from './scan-target.ts';
import { demandName, indexName, sha256, toSubmittedImage, type SubmittedImage, type UnreadLayer } from './submission.ts';

/** One image that is to be scanned elsewhere. */
export interface OpenedSubmission extends AsyncDisposable {
  readonly image: SubmittedImage;
  readonly kinds: readonly FindingKind[];
  readonly demand: string;
  /** The indexes of these names, by name; layers are read now. `unread`: with what links need besides. */
  read(names: ReadonlySet<string>, unread?: readonly UnreadLayer[]): Promise<ReadonlyMap<string, Buffer>>;
}

/** Opens a target without reading its layers, unless nothing else names them: one submission, or one for each platform of an index. */
export async function openSubmissions(target: string, options: ScanOptions, runtime: Runtime): Promise<readonly OpenedSubmission[]> {
  const { kinds = defaultKinds } = options;
  const images = await openTarget(target, { ...options.open, layerDemand: () => layerDemand(kinds) }, runtime);
  try {
    const opened: OpenedSubmission[] = [];
    for (const image of images) opened.push(await openSubmission(image, applicableKinds(kinds, image), options, runtime));
    return opened;
  } catch (error) {
    await Promise.all(images.map((image) => image[Symbol.asyncDispose]()));
    throw error;
  }
}

async function openSubmission(
  image: Image,
  kinds: readonly FindingKind[],
  options: ScanOptions,
  runtime: Runtime,
): Promise<OpenedSubmission> {
  const demand = await layerDemand(kinds);
  const cache = openCache(options);
  const { threads, verifyDiffIds = false } = options;
  const readOptions = {
    ...(cache === undefined ? {} : { cache }),
    ...(threads === undefined ? {} : { threads }),
    verifyDiffIds,
    inspectors: demand.inspectors,
    threadProgram: layerThreadProgram,
  };
  const readAll = async (layers: readonly Layer[], paths: readonly string[]): Promise<readonly Buffer[]> => {
    const wanted = paths.length === 0 ? [] : [{ paths, maxBytes: limits.keptFileBytes }];
    const indexes = await readLayers(layers, { ...readOptions, selectors: [...demand.selectors, ...wanted] }, runtime);
    return indexes.map(encodeSubmittedIndex);
  };
  const name = demandName(kinds, demand);
  const known = image.layers.map((layer) => indexName(layer, name));
  const unnamed = await readAll(
    image.layers.filter((_, at) => known[at] === undefined),
    [],
  );
  const rest = unnamed.values();
  const made = new Map<string, Buffer>();
  const names = known.map((each) => {
    if (each !== undefined) return each;
    const bytes = rest.next().value!;
    made.set(sha256(bytes), bytes);
    return sha256(bytes);
  });
  return {
    image: toSubmittedImage(image, names),
    kinds,
    demand: name,
    read: async (wanted, unread = []) => {
      const found = new Map([...made].filter(([each]) => wanted.has(each)));
      const pending = image.layers
        .map((layer, at) => ({ layer, name: names[at]! }))
        .filter(({ name: each }) => wanted.has(each) && !found.has(each));
      const read = await readAll(
        pending.map(({ layer }) => layer),
        unread.flatMap(({ paths }) => paths),
      );
      pending.forEach(({ name: each }, at) => found.set(each, read[at]!));
      await cache?.trim(runtime.now());
      return found;
    },
    [Symbol.asyncDispose]: () => image[Symbol.asyncDispose](),
  };
} // prettier-ignore
