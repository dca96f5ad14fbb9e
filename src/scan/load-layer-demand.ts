import { type FindingKind } from '../model/finding.ts';
import { type LayerDemand } from '../model/layer-index.ts';
import { type SecretSettings } from '../model/secret-settings.ts';

/** What layers are read for. It loads every cataloger, which the scan of a remembered image does not need. */
export async function loadLayerDemand(
  kinds: readonly FindingKind[],
  secretSettings?: SecretSettings,
  followsEntrypoint?: boolean,
): Promise<LayerDemand> {
  return (await import('./layer-demand.ts')).layerDemand(kinds, secretSettings, followsEntrypoint);
}
