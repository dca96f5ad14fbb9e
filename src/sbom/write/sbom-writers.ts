import { cycloneDxJson } from './cyclonedx/cyclonedx-json.ts';
import { spdx2Json } from './spdx2/spdx2-json.ts';
import { spdx2TagValue } from './spdx2/spdx2-tag-value.ts';
import { cycloneDxXml } from './cyclonedx/cyclonedx-xml.ts';
import { type SbomWriter } from './sbom-writer.ts';

/** Every SBOM format that is written, in the order that help lists them; the first is the default. */
export const sbomWriters: readonly SbomWriter[] = [cycloneDxJson, cycloneDxXml, spdx2Json, spdx2TagValue];
