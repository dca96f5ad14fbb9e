import { type Inspector } from '../model/layer-index.ts';

/** What looks into large files while a layer streams by. Binary and secret inspectors join here. */
export const inspectors: readonly Inspector[] = [];
