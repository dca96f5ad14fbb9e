import { type SbomWriter } from './sbom-writer.ts';

/** What GitHub's dependency submission API takes. A package is submitted once for each purl, under the ecosystem that it belongs to. */
export const githubSnapshot: SbomWriter = {
  format: 'github',
  title: 'dependency snapshot for GitHub',
  mediaType: 'application/json',
  aliases: ['github-json'],
  versions: ['0'],
  defaultVersion: '0',
  isRead: false,
  extensions: [],
  async load() {
    const [{ makeSnapshot }, { writeJsonLines }] = await Promise.all([import('./make-snapshot.ts'), import('./write-json-lines.ts')]);
    return (inventory, options) => writeJsonLines(makeSnapshot(inventory, options));
  },
};
