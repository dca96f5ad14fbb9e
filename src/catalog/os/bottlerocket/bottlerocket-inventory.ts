import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { osPackageMaker } from '../os-package.ts';
import { readInventory } from '../read-inventory.ts';
import { RecordIssues } from '../record-issues.ts';

/** Bottlerocket's list of what its image was built from, its only package database; bottlerocket tools/rpm2img. */
export const bottlerocketInventory: FileCataloger = {
  id: 'bottlerocket-inventory',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('rpm'),
  details: [],
  files: { inFolders: [{ folder: 'bottlerocket', file: 'application-inventory.json' }], maxBytes: limits.packageManifestBytes },
  catalog: catalogInventory,
};

function catalogInventory(file: TreeEntry, content: Uint8Array, { distribution }: CatalogContext): Catalogued {
  const issues = new RecordIssues(bottlerocketInventory.id, file);
  const maker = osPackageMaker('rpm', file, distribution);
  const packages = readInventory(content, 'Content', issues).flatMap(({ text }) => {
    const [name, version, release, architecture] = [text('Name'), text('Version'), text('Release'), text('Architecture')];
    if (name === undefined) issues.add('an entry names no package');
    if (name !== undefined && version === undefined) issues.add(`${name} has no version`);
    if (name === undefined) return [];
    return maker.make({
      name,
      ...(version === undefined ? {} : { version: release === undefined ? version : `${version}-${release}` }),
      ...(architecture === undefined ? {} : { architecture }),
    });
  });
  return { packages, issues: issues.list() };
}
