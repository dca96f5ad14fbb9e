import { cycloneDxJson } from './cyclonedx/cyclonedx-json.ts';
import { githubSnapshot } from './github-snapshot.ts';
import { packageTable } from './package-table.ts';
import { spdxJson } from './spdx-json.ts';
import { spdx2TagValue } from './spdx2/spdx2-tag-value.ts';
import { cycloneDxXml } from './cyclonedx/cyclonedx-xml.ts';
import { syftJson } from './syft/syft-json.ts';
import { type SbomWriter } from './sbom-writer.ts';

/** Every SBOM format that is written, in the order that help lists them; the first is the default. */
export const sbomWriters: readonly SbomWriter[] = [
  cycloneDxJson,
  cycloneDxXml,
  spdxJson,
  spdx2TagValue,
  syftJson,
  githubSnapshot,
  packageTable,
];
