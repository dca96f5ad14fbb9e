import { normalizePath } from '../../lib/path/normalize-path.ts';
import { type TarContent } from '../../lib/tar/tar-entry.ts';
import { emptyImageConfig } from '../../model/empty-image-config.ts';
import { type Image, type Layer, type OpenOptions } from '../../model/image.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { type LayerDemand } from '../../model/layer-index.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { makeSelectorIndex } from '../../model/selector-index.ts';
import { decodeLayerIndex, encodeLayerIndex } from '../layer-index-codec.ts';
import { LayerGatherer } from '../layer-gatherer.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { listHistory, listTree } from './git-history.ts';
import { readObjects } from './git-objects.ts';
import { locatePath } from './locate-path.ts';
import { openedImage } from './opened-image.ts';
import { requirePath } from './require-path.ts';

interface BlobAt {
  readonly id: string;
  readonly path: string;
  /** What made the layer that it belongs to. */
  readonly layer: string;
}

/** `PATH`: HEAD with every version of every file before it; `PATH@REVISION`: the files of one revision alone, to compare two of them. */
export async function openRepository(target: string, options: OpenOptions, runtime: Runtime): Promise<readonly Image[]> {
  const { directory, revision } = await splitRevision(target);
  const { path, name } = await requirePath(directory, 'git', 'directory');
  const demand = (await options.layerDemand?.()) ?? { selectors: [], inspectors: [] };
  const tree = await listTree(path, revision ?? headName, runtime);
  const { blobs, isCut } = revision === undefined ? await listHistory(path, new Set(tree.values()), runtime) : { blobs: [], isCut: false };
  const all: readonly BlobAt[] = [
    ...blobs.map(({ commit, ...blob }) => ({ ...blob, layer: commit })),
    ...Array.from(tree, ([file, id]) => ({ id, path: file, layer: headName })),
  ];
  const reader = new HistoryReader(all, demand);
  const ids = all.map(({ id }) => id);
  await readObjects(path, ids, reader, runtime);
  reader.finish();
  const issues = [
    ...(isCut ? [makeIssue('LAYER_LIMIT', 'git', `more than ${limits.gitBlobs} versions of files`)] : []),
    ...reader.issues(),
  ];
  const platform = options.platform === 'all' ? { os: 'unknown', architecture: 'unknown' } : options.platform;
  const shown = revision === undefined ? name : `${name}@${revision}`;
  return [openedImage({ name: shown, scheme: 'git', platform, config: emptyImageConfig, layers: reader.layers, issues })];
}

/** A path that exists wins over a revision. Throws TARGET_NOT_FOUND. */
async function splitRevision(target: string): Promise<{ readonly directory: string; readonly revision?: string }> {
  const located = await locatePath(target);
  if (located !== undefined && located.selector === undefined) return { directory: target };
  const [, directory, revision] = /^(.+)@([\w][\w./~^-]{0,200})$/.exec(target) ?? [];
  if (directory !== undefined && revision !== undefined && (await locatePath(directory)) !== undefined) return { directory, revision };
  throw new PratiqueError('TARGET_NOT_FOUND', `${target.slice(0, 400)}: no such directory`, {
    hint: `clone it first; the image called git is registry:git:${target.slice(0, 100)}`,
  });
}

const headName = 'HEAD';

/** Makes layers of contents that come in the order of their layers. */
class HistoryReader {
  readonly layers: Layer[] = [];
  readonly #blobs: readonly BlobAt[];
  readonly #demand: LayerDemand;
  #gatherer: LayerGatherer;
  #layer = '';
  #bytes = 0;
  #content: TarContent | undefined;
  #missing = 0;
  #commitsNotListed = 0;

  constructor(blobs: readonly BlobAt[], demand: LayerDemand) {
    this.#blobs = blobs;
    this.#demand = demand;
    this.#gatherer = this.#newGatherer();
  }

  begin(index: number, size: number): void {
    const { path, layer } = this.#blobs[index]!;
    if (layer !== this.#layer) this.#turn(layer);
    this.#bytes += size;
    const entry = { path: normalizePath(path), type: 'file', size, mode: 0o644, userId: 0, groupId: 0 } as const;
    this.#content = this.#gatherer.entry(entry);
  }

  write(chunk: Buffer): void {
    this.#content?.write(chunk);
  }

  end(): void {
    this.#content?.end(true);
    this.#content = undefined;
  }

  missing(): void {
    this.#missing++;
  }

  finish(): void {
    if (this.#layer !== headName) this.#turn(headName);
    this.#close();
  }

  issues(): readonly Issue[] {
    return [
      ...(this.#missing === 0 ? [] : [makeIssue('FILE_UNREADABLE', 'git', `${this.#missing} versions of files are not in this clone`)]),
      ...(this.#commitsNotListed === 0
        ? []
        : [
            makeIssue(
              'LAYER_LIMIT',
              'git',
              `something was found in ${this.#commitsNotListed} more commits than the ${limits.layers} that are listed`,
            ),
          ]),
    ];
  }

  #turn(layer: string): void {
    if (this.#layer !== '') this.#close();
    this.#layer = layer;
    this.#bytes = 0;
    this.#gatherer = this.#newGatherer();
  }

  /** A commit in which nothing was found is no layer. */
  #close(): void {
    const isHead = this.#layer === headName;
    this.#gatherer.finish();
    const { table, facts, issues, kept } = this.#gatherer;
    if (!isHead && facts.length === 0) return;
    if (!isHead && this.layers.length >= limits.layers - 1) {
      this.#commitsNotListed++;
      return;
    }
    const index = decodeLayerIndex(
      encodeLayerIndex({
        compressedBytes: this.#bytes,
        uncompressedBytes: this.#bytes,
        whiteouts: [],
        // Nothing of the history is there when HEAD is checked out.
        opaqueDirectories: isHead ? [''] : [],
        table,
        facts,
        issues,
        kept: isHead ? kept : new Map(),
      }),
    );
    this.layers.push({ index: this.layers.length, createdBy: this.#layer, content: { kind: 'indexed', index } });
  }

  #newGatherer(): LayerGatherer {
    return new LayerGatherer(makeSelectorIndex(this.#demand.selectors), this.#demand.inspectors, false);
  }
}
