import { catalogInspectors } from '../catalog/inspectors.ts';
import { type Inspector } from '../model/layer-index.ts';

/** What the stages learn of files while a layer streams by. A stage with inspectors of its own adds its list here. */
export const layerInspectors: readonly Inspector[] = [...catalogInspectors];
