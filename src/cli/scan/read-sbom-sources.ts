import { PratiqueError } from '../../model/pratique-error.ts';
import { optionValues, type CommandInput } from '../command.ts';

/** `--sbom-sources`: whether SBOMs that are attached to an image may stand in for its layers. Throws USAGE. */
export function readSbomSources(input: CommandInput): boolean {
  const sources = optionValues(input, 'sbom-sources').flatMap((list) => list.split(',').map((word) => word.trim().toLowerCase()));
  const unknown = sources.find((source) => source !== 'oci');
  if (unknown === undefined) return sources.length > 0;
  const hint = unknown === 'rekor' ? 'leave rekor out: its lookup of SBOMs is not supported' : 'use oci';
  throw new PratiqueError('USAGE', `--sbom-sources: ${JSON.stringify(unknown.slice(0, 80))} is not a source of SBOMs`, { hint });
}
