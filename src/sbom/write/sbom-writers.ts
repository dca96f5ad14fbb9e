import { cycloneDxJson } from './cyclonedx/cyclonedx-json.ts';
import { type SbomWriter } from './sbom-writer.ts';

/** Every SBOM format that is written, in the order that help lists them; the first is the default. */
export const sbomWriters: readonly SbomWriter[] = [cycloneDxJson];
