import { catalogSelectors } from '../catalog/catalog-tree.ts';
import { type LayerDemand } from '../model/layer-index.ts';
import { layerInspectors } from './layer-inspectors.ts';

/** What every layer is read for, so that one reading serves all later stages. */
export function layerDemand(): LayerDemand {
  return { selectors: catalogSelectors(), inspectors: layerInspectors };
}

/** Where the bundle puts the program of a reading thread, `layer-worker.ts`. */
export const layerThreadProgram = new URL('./layer-worker.js', import.meta.url);
