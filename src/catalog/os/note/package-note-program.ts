import { type TreeEntry } from '../../../model/file-tree.ts';
import { type PackageManagerId } from '../../../model/package-managers.ts';
import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type DetectedDistribution } from '../../../model/report.ts';
import { type CatalogContext, type Catalogued, type FactCataloger } from '../../cataloger.ts';
import { describeDistribution } from '../../../model/describe-distribution.ts';
import { findDistribution } from '../../../model/distribution-release.ts';
import { packageNote, type PackageNote } from '../../executable/package-note.ts';
import { osPackageMaker } from '../os-package.ts';

const managers: ReadonlyMap<string, PackageManagerId> = new Map([
  ['deb', 'dpkg'],
  ['rpm', 'rpm'],
  ['apk', 'apk'],
  ['alpm', 'pacman'],
  ['pacman', 'pacman'],
]);

/** Programs of a distribution without its package database: copied from another image, or in an image without a package manager. */
export const packageNoteProgram: FactCataloger = {
  id: 'package-note',
  evidence: 'binary',
  ecosystems: [...new Set(managers.values())].flatMap((manager) => ecosystemsOfManager(manager)),
  details: [],
  reads: 'the package that ELF programs and libraries name (`.note.package`)',
  inspector: packageNote,
  catalogFact: (file, value, context) => catalogNote(file, value as PackageNote, context),
};

/** What another kind of package manager installs has no advisories here. */
function catalogNote(file: TreeEntry, note: PackageNote, { distribution }: CatalogContext): Catalogued {
  const manager = managers.get(note.type);
  if (manager === undefined) return { packages: [], issues: [] };
  const { make } = osPackageMaker(manager, file, distributionOf(note, file) ?? distribution);
  const { name, version, architecture } = note;
  const made = make({ name, version, ...(architecture === undefined ? {} : { architecture }) });
  return { packages: [{ ...made, isOwnersOwn: true }], issues: [] };
}

/** The distribution that a program was built for may be another than the image's. */
function distributionOf({ os, osVersion }: PackageNote, { path }: TreeEntry): DetectedDistribution | undefined {
  if (os === undefined) return undefined;
  const stated = { id: os, ...(osVersion === undefined ? {} : { versionId: osVersion }) };
  return { ...describeDistribution(stated, findDistribution(stated)), path };
}
