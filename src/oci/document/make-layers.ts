import { type Digest } from '../../model/digest.ts';
import { type ImageConfig, type Layer, type LayerContent } from '../../model/image.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { chainIds } from './chain-id.ts';
import { documentOrigin } from './image-config.ts';

/** One layer as a source has it, before the configuration is laid beside it. */
export interface StoredLayer {
  readonly digest?: Digest;
  /** The image's manifest lists it by this digest. */
  readonly isInManifest?: true;
  readonly mediaType?: string;
  readonly size?: number;
  readonly content: LayerContent;
}

/** Assigns diffIDs and history to the stored layers, base first. If their counts differ they cannot be assigned: none is used, and an issue says so. */
export function makeLayers(
  stored: readonly StoredLayer[],
  config: ImageConfig,
): { readonly layers: readonly Layer[]; readonly issues: readonly Issue[] } {
  const issues = [...diffIdIssues(stored.length, config), ...historyIssues(stored.length, config)];
  const diffIds = config.diffIds.length === stored.length ? config.diffIds : [];
  const history = config.history.filter((entry) => !entry.isEmptyLayer);
  const chain = chainIds(diffIds);
  const layers = stored.map((layer, index): Layer => {
    const createdBy = history.length === stored.length ? history[index]?.createdBy : undefined;
    const diffId = diffIds[index];
    const chainId = chain[index];
    return {
      index,
      ...layer,
      ...(diffId === undefined ? {} : { diffId }),
      ...(chainId === undefined ? {} : { chainId }),
      ...(createdBy === undefined ? {} : { createdBy }),
    };
  });
  return { layers, issues };
}

function diffIdIssues(layerCount: number, config: ImageConfig): readonly Issue[] {
  const count = config.diffIds.length;
  if (count === layerCount) return [];
  const message = `the configuration has ${count} diffIDs for ${layerCount} layers, so none of them can be verified`;
  return [makeIssue(count > layerCount ? 'LAYER_MISSING' : 'LAYER_DIFF_ID_MISMATCH', documentOrigin, message)];
}

/** History is optional; OCI image-spec, config.md. */
function historyIssues(layerCount: number, config: ImageConfig): readonly Issue[] {
  const count = config.history.filter((entry) => !entry.isEmptyLayer).length;
  if (count === layerCount || config.history.length === 0) return [];
  const message = `the history lists ${count} layers, the image has ${layerCount}; layers are shown without their instructions`;
  return [makeIssue('IMAGE_DOCUMENT', documentOrigin, message)];
}
