import { type SbomWriter } from './sbom-writer.ts';
import { defaultSpdx2Version, spdx2Versions } from './spdx2/spdx2-version.ts';

export const spdxJson: SbomWriter = {
  format: 'spdx-json',
  title: 'SPDX, JSON',
  mediaType: 'application/spdx+json',
  aliases: ['spdx+json'],
  versions: [...spdx2Versions, '3.0'],
  defaultVersion: defaultSpdx2Version,
  isRead: true,
  extensions: ['.spdx.json'],
  async load() {
    const [{ makeSpdx2 }, { makeSpdx3 }, { writeJsonLines }] = await Promise.all([
      import('./spdx2/make-spdx2.ts'),
      import('./spdx3/make-spdx3.ts'),
      import('./write-json-lines.ts'),
    ]);
    return (inventory, options) =>
      writeJsonLines(options.version === '3.0' ? makeSpdx3(inventory, options) : makeSpdx2(inventory, options));
  },
};
