import { type SbomWriter } from '../sbom-writer.ts';

export const syftJson: SbomWriter = {
  format: 'syft-json',
  title: 'Syft JSON, which Grype reads',
  mediaType: 'application/vnd.syft+json',
  aliases: ['syft', 'json'],
  versions: ['16'],
  defaultVersion: '16',
  isRead: true,
  extensions: ['.syft.json'],
  async load() {
    const [{ makeSyftDocument }, { writeJsonLines }] = await Promise.all([
      import('./make-syft-document.ts'),
      import('../write-json-lines.ts'),
    ]);
    return (inventory, options) => writeJsonLines(makeSyftDocument(inventory, options));
  },
};
