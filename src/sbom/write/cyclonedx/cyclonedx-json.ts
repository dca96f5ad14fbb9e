import { writeJsonLines } from '../write-json-lines.ts';
import { type SbomWriter } from '../sbom-writer.ts';
import { cycloneDxVersions, defaultCycloneDxVersion } from './cyclonedx-version.ts';
import { makeBom } from './make-bom.ts';

export const cycloneDxJson: SbomWriter = {
  format: 'cyclonedx',
  title: 'CycloneDX, JSON',
  mediaType: 'application/vnd.cyclonedx+json',
  aliases: ['cyclonedx-json', 'cyclonedx+json'],
  versions: cycloneDxVersions,
  defaultVersion: defaultCycloneDxVersion,
  isRead: true,
  extensions: ['.cdx.json', 'bom.json'],
  write: (inventory, options) => writeJsonLines(makeBom(inventory, options)),
};
