import { type SbomWriter } from '../sbom-writer.ts';
import { cycloneDxVersions, defaultCycloneDxVersion } from './cyclonedx-version.ts';

export const cycloneDxJson: SbomWriter = {
  format: 'cyclonedx',
  title: 'CycloneDX, JSON',
  mediaType: 'application/vnd.cyclonedx+json',
  aliases: ['cyclonedx-json', 'cyclonedx+json'],
  versions: cycloneDxVersions,
  defaultVersion: defaultCycloneDxVersion,
  isRead: true,
  extensions: ['.cdx.json', 'bom.json'],
  async load() {
    const [{ makeBom }, { writeJsonLines }] = await Promise.all([import('./make-bom.ts'), import('../write-json-lines.ts')]);
    return (inventory, options) => writeJsonLines(makeBom(inventory, options));
  },
};
