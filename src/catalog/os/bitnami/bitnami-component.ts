import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type CataloguedPackage, type FileCataloger } from '../../cataloger.ts';
import { licensesOfSpdx, listOf, packageOfPurl, purlOfSpdx, readPurl } from '../../claim/embedded-sbom.ts';
import { asObject, asText, parseJsonObject, type JsonObject } from '../../language/json-object.ts';
import { makeLanguagePackage } from '../../language/language-package.ts';
import { filesBelow } from '../files-below.ts';
import { RecordIssues } from '../record-issues.ts';

const root = 'opt/bitnami';

/**
 * Components of Bitnami's images: an SPDX document in the folder of each describes it, and older images have one list of all. The component whose folder is there is; the
 * libraries that the document names besides only are claimed (`embedded-sbom`).
 */
export const bitnamiComponent: FileCataloger = {
  id: 'bitnami-component',
  evidence: 'file',
  ecosystems: ['bitnami'],
  details: ['files', 'licenses'],
  files: {
    paths: [`${root}/.bitnami_components.json`],
    inFolders: [{ under: root, folder: '*', file: '*.spdx' }],
    maxBytes: limits.packageManifestBytes,
  },
  catalog: catalogBitnami,
};

function catalogBitnami(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const issues = new RecordIssues(bitnamiComponent.id, file);
  const document = parseJsonObject(content);
  const isList = file.path.endsWith('.json');
  if (document === undefined || (!isList && asText(document['spdxVersion']) === undefined)) {
    issues.add(isList ? 'is not a JSON object' : 'is not an SPDX document in JSON');
    return { packages: [], issues: issues.list() };
  }
  const packages = isList ? listed(file, document, tree, issues) : described(file, document, tree);
  return { packages, issues: issues.list() };
}

/** What the document is about; SPDX 2.3, `documentDescribes`. */
function described(file: TreeEntry, document: JsonObject, tree: FileTree): readonly CataloguedPackage[] {
  const ids = document['documentDescribes'];
  const about = new Set(Array.isArray(ids) ? (ids as readonly unknown[]) : []);
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  return listOf(document['packages'])
    .filter((one) => about.has(one['SPDXID']))
    .flatMap((one) => {
      const purl = readPurl(purlOfSpdx(one) ?? '');
      if (purl?.type !== 'bitnami') return [];
      return { ...packageOfPurl('bitnami', purl, licensesOfSpdx(one), file), ownedPaths: () => filesBelow(tree, folder) };
    });
}

/** `{"redis": {"arch": "amd64", "distro": "debian-12", "type": "NAMI", "version": "7.2.4-0"}}` */
function listed(file: TreeEntry, document: JsonObject, tree: FileTree, issues: RecordIssues): readonly CataloguedPackage[] {
  return Object.keys(document).flatMap((name) => {
    const stated = asObject(document[name]) ?? {};
    const [version, arch, distro] = [asText(stated['version']), asText(stated['arch']), asText(stated['distro'])];
    if (version === undefined) issues.add(`${name} has no version`);
    const qualifiers = { ...(arch === undefined ? {} : { arch }), ...(distro === undefined ? {} : { distro }) };
    const made = makeLanguagePackage('bitnami', { name, ...(version === undefined ? {} : { version }), purl: { qualifiers } }, file);
    const folder = `${root}/${name}`;
    return {
      ...made,
      ...(tree.get(folder) === undefined ? { evidence: 'claimed' as const } : { ownedPaths: () => filesBelow(tree, folder) }),
      corroboratedBy: [`${folder}/.spdx-${name}.spdx`],
    };
  });
}
