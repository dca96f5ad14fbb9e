import { findBaseLayerCount } from '../../match/base-layers.ts';
import { type ImageConfig } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { baseEvidence, type BaseClaim, type BaseImage, type KnownImage } from './base-image.ts';
import { readClaims } from './read-claims.ts';

export interface BaseQuestion {
  readonly config: Pick<ImageConfig, 'history' | 'labels' | 'cmd' | 'diffIds'>;
  /** Images whose layers are compared with the lowest of this one. */
  readonly known: readonly KnownImage[];
  /** Of provenance attestations and of a Dockerfile; labels and history are read from the configuration. */
  readonly claims?: readonly BaseClaim[];
  /** The image's own reference, canonical: an image is not its own base. */
  readonly own?: string;
}

/**
 * Which image this one is built on. Layers prove it: of all known images whose layers are the lowest of this one, the one with the most. An image of
 * exactly the same layers may as well be another name of this one: it counts where a claim names it, or where nothing else answers. Of several tags of the
 * same layers the claimed one is named, else the shortest that is not `latest`. Without such layers the strongest claim answers.
 */
export function identifyBase({ config, known, claims = [], own }: BaseQuestion): BaseImage | undefined {
  const all = [...claims, ...readClaims(config)].sort((a, b) => baseEvidence.indexOf(a.by) - baseEvidence.indexOf(b.by));
  const claimed = all.flatMap((claim) => {
    const reference = canonical(claim.reference);
    return reference === undefined ? [] : [{ ...claim, reference }];
  });
  const names = new Set(claimed.map(({ reference }) => reference));
  const below = known.filter(({ reference, diffIds }) => reference !== own && isBelow(diffIds, config.diffIds));
  const isWhole = ({ diffIds }: KnownImage): boolean => diffIds.length === config.diffIds.length;
  const proven = longest(below.filter((image) => !isWhole(image) || names.has(image.reference)));
  if (proven.length > 0) return fromLayers(proven, names, config.diffIds.length);
  const [claim] = claimed;
  if (claim === undefined) return below.length === 0 ? undefined : fromLayers(below, names, config.diffIds.length);
  const layerCount = findBaseLayerCount(config);
  return {
    evidence: claim.by,
    reference: claim.reference,
    otherReferences: [],
    ...(claim.digest === undefined ? {} : { digest: claim.digest }),
    ...(layerCount === undefined ? {} : { layerCount, ...createdOf(config.history, layerCount) }),
    isWhole: false,
  };
}

function longest(images: readonly KnownImage[]): readonly KnownImage[] {
  const most = Math.max(0, ...images.map(({ diffIds }) => diffIds.length));
  return images.filter(({ diffIds }) => diffIds.length === most);
}

/** Whether these layers are the lowest of those. */
export function isBelow(lower: readonly string[], all: readonly string[]): boolean {
  return lower.length > 0 && lower.length <= all.length && lower.every((diffId, at) => diffId === all[at]);
}

/** `same` is not empty. */
function fromLayers(same: readonly KnownImage[], claimed: ReadonlySet<string>, layers: number): BaseImage {
  const rank = ({ reference }: KnownImage): string => {
    const weight = claimed.has(reference) ? 0 : reference.endsWith(':latest') ? 2 : 1;
    return `${weight} ${String(reference.length).padStart(4, '0')} ${reference}`;
  };
  const base = same.reduce((best, each) => (rank(each) < rank(best) ? each : best));
  const others = new Set(same.map(({ reference }) => reference).filter((reference) => reference !== base.reference));
  return {
    evidence: 'layers',
    reference: base.reference,
    otherReferences: [...others].sort(),
    ...(base.manifestDigest === undefined ? {} : { digest: base.manifestDigest }),
    ...(base.indexDigest === undefined ? {} : { indexDigest: base.indexDigest }),
    layerCount: base.diffIds.length,
    ...(base.created === undefined ? {} : { created: base.created }),
    isWhole: base.diffIds.length === layers,
  };
}

/** `undefined` for text that is no reference: what an image says of itself may be anything. */
function canonical(text: string): string | undefined {
  try {
    const { digest: _, ...named } = parseReference(text);
    return formatReference({ ...named, tag: named.tag ?? 'latest' });
  } catch (error) {
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}

/** When the last layer of the base was made. */
function createdOf(history: ImageConfig['history'], layerCount: number): Pick<BaseImage, 'created'> {
  const last = history.filter(({ isEmptyLayer }) => !isEmptyLayer)[layerCount - 1];
  return last?.created === undefined ? {} : { created: last.created };
}
