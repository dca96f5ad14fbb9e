import { type JsonObject } from '../../../lib/json/json-readers.ts';
import { type SbomWriter } from '../sbom-writer.ts';
import { defaultSpdx2Version, spdx2Versions } from './spdx2-version.ts';

export const spdx2TagValue: SbomWriter = {
  format: 'spdx',
  title: 'SPDX, tag-value',
  mediaType: 'text/spdx',
  aliases: ['spdx-tag-value', 'spdx-tv'],
  versions: spdx2Versions,
  defaultVersion: defaultSpdx2Version,
  isRead: true,
  extensions: ['.spdx', '.spdx.tv'],
  async load() {
    const [{ makeSpdx2 }, { writeTagValue }] = await Promise.all([import('./make-spdx2.ts'), import('./write-tag-value.ts')]);
    return (inventory, options) => writeTagValue(JSON.parse(JSON.stringify(makeSpdx2(inventory, options))) as JsonObject);
  },
};
