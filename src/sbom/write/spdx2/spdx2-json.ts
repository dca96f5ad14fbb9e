import { type SbomWriter } from '../sbom-writer.ts';
import { writeJsonLines } from '../write-json-lines.ts';
import { makeSpdx2 } from './make-spdx2.ts';
import { defaultSpdx2Version, spdx2Versions } from './spdx2-version.ts';

export const spdx2Json: SbomWriter = {
  format: 'spdx-json',
  title: 'SPDX, JSON',
  mediaType: 'application/spdx+json',
  aliases: ['spdx+json'],
  versions: spdx2Versions,
  defaultVersion: defaultSpdx2Version,
  isRead: true,
  extensions: ['.spdx.json'],
  write: (inventory, options) => writeJsonLines(makeSpdx2(inventory, options)),
};
