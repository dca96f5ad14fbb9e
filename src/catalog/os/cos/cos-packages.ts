import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { packageManagers } from '../../../model/package-managers.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { osPackageMaker } from '../os-package.ts';
import { readInventory } from '../read-inventory.ts';
import { RecordIssues } from '../record-issues.ts';

/** The ebuilds that an image of Container-Optimized OS was built from: cloud.google.com/container-optimized-os/docs, "Package information". */
export const cosPackages: FileCataloger = {
  id: 'cos-packages',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('cos'),
  details: [],
  files: { paths: packageManagers.cos.databaseFiles, maxBytes: limits.packageManifestBytes },
  catalog: catalogCosPackages,
};

function catalogCosPackages(file: TreeEntry, content: Uint8Array, { distribution }: CatalogContext): Catalogued {
  const issues = new RecordIssues(cosPackages.id, file);
  const maker = osPackageMaker('cos', file, distribution);
  const packages = readInventory(content, 'installedPackages', issues).flatMap(({ text }) => {
    const [category, name, version] = [text('category'), text('name'), text('ebuildVersion') ?? text('ebuild_version') ?? text('version')];
    if (name === undefined || category === undefined) issues.add('an entry names no package');
    if (name === undefined || category === undefined) return [];
    if (version === undefined) issues.add(`${category}/${name} has no version`);
    return maker.make({
      name: `${category}/${name}`,
      purlName: { namespace: category, name },
      ...(version === undefined ? {} : { version }),
    });
  });
  return { packages, issues: issues.list() };
}
