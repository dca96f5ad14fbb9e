import { type SbomWriter } from './sbom-writer.ts';

/** Columns for people, as Syft prints them: a package is a line. */
export const packageTable: SbomWriter = {
  format: 'package-table',
  title: 'names, versions and types of packages, a line each',
  mediaType: 'text/plain; charset=utf-8',
  aliases: ['syft-table'],
  versions: ['1'],
  defaultVersion: '1',
  isRead: false,
  extensions: [],
  load: async () => (await import('./write-package-table.ts')).writePackageTable,
};
