import { type SbomWriter } from '../sbom-writer.ts';
import { cycloneDxVersions, defaultCycloneDxVersion } from './cyclonedx-version.ts';

export const cycloneDxXml: SbomWriter = {
  format: 'cyclonedx-xml',
  title: 'CycloneDX, XML',
  mediaType: 'application/vnd.cyclonedx+xml',
  aliases: ['cyclonedx+xml'],
  versions: cycloneDxVersions,
  defaultVersion: defaultCycloneDxVersion,
  isRead: true,
  extensions: ['.cdx.xml', 'bom.xml'],
  async load() {
    const [{ makeBom }, { writeXml }] = await Promise.all([import('./make-bom.ts'), import('./write-xml.ts')]);
    return (inventory, options) => writeXml(makeBom(inventory, options), options.version);
  },
};
