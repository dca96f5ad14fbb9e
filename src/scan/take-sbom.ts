import { PratiqueError } from '../model/pratique-error.ts';
import { readSbom } from '../sbom/read/read-sbom.ts';
import { SbomError } from '../sbom/read/sbom-error.ts';
import { type TakenInventory } from './take-inventory.ts';

/** The inventory that an SBOM describes; `name` is how a person names it. Throws SBOM_UNREADABLE. */
export function takeSbom(bytes: Uint8Array, name: string): TakenInventory {
  try {
    const inventory = readSbom(bytes, { name, evidence: 'declared' });
    const { layers } = inventory.target;
    const isBaseKnown = layers.some(({ broughtBy }) => broughtBy !== 'unknown');
    const baseLayerCount = layers.filter(({ broughtBy }) => broughtBy === 'base').length;
    return { ...inventory, hasContent: true, kinds: ['vulnerability'], ruleFindings: [], ...(isBaseKnown ? { baseLayerCount } : {}) };
  } catch (cause) {
    if (cause instanceof SbomError) throw new PratiqueError('SBOM_UNREADABLE', `${name} ${cause.message}`, { cause });
    throw cause;
  }
}
