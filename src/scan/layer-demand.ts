import { catalogSelectors } from '../catalog/catalog-tree.ts';
import { type FindingKind } from '../model/finding.ts';
import { type LayerDemand } from '../model/layer-index.ts';
import { type SecretSettings } from '../model/secret-settings.ts';
import { checkersOf } from './checkers.ts';
import { inspectorsOf } from './layer-inspectors.ts';

/** What every layer is read for, so that one reading serves all later stages and all kinds of findings. Packages are always wanted. */
export async function layerDemand(
  kinds: readonly FindingKind[] = ['vulnerability'],
  secretSettings?: SecretSettings,
  followsEntrypoint = false,
): Promise<LayerDemand> {
  const selectors = await Promise.all(checkersOf(kinds).map(async ({ loadSelectors }) => (await loadSelectors?.()) ?? []));
  const demand = { selectors: [...catalogSelectors(), ...selectors.flat()], inspectors: await inspectorsOf(kinds, secretSettings) };
  return followsEntrypoint ? (await import('./reach-packages.ts')).withReach(demand) : demand;
}

/** Where the bundle puts the program of a reading thread, `layer-worker.ts`. */
export const layerThreadProgram = new URL('./layer-worker.js', import.meta.url);
