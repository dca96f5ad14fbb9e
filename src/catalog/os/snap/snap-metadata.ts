import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type DetectedDistribution } from '../../../model/report.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { findDistribution } from '../../../model/distribution-release.ts';
import { asObject, asText, type JsonObject } from '../../language/json-object.ts';
import { makeLanguagePackage } from '../../language/language-package.ts';
import { parseYamlContent, prepareYamlContent, yamlProblem } from '../../language/parse-yaml-content.ts';
import { ubuntuSourceOf } from '../dpkg/ubuntu-sources.ts';
import { unknownSources } from '../dpkg/unknown-sources.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';

/**
 * Unpacked snaps: `meta/snap.yaml` names the snap, `snap/manifest.yaml` the Debian packages that snapcraft put into it, and `usr/share/snappy/dpkg.yaml` those of a base;
 * snapcraft.io/docs, "The snap format" and "snapcraft.yaml", build-environment manifest.
 */
export const snapMetadata: FileCataloger = {
  id: 'snap-metadata',
  evidence: 'file',
  ecosystems: ['snap', ...ecosystemsOfManager('dpkg')],
  details: ['licenses'],
  files: {
    inFolders: [
      { folder: 'meta', file: 'snap.yaml' },
      { folder: 'snap', file: 'manifest.yaml' },
      { folder: 'snappy', file: 'dpkg.yaml' },
    ],
    maxBytes: limits.yamlLockfileBytes,
  },
  prepare: prepareYamlContent,
  catalog: catalogSnap,
};

function catalogSnap(file: TreeEntry, content: Uint8Array, { distribution }: CatalogContext): Catalogued {
  const issues = new RecordIssues(snapMetadata.id, file);
  const root = asObject(parseYamlContent(content));
  if (root === undefined) {
    issues.add(content.length === 0 ? 'is empty' : yamlProblem(content));
    return { packages: [], issues: issues.list() };
  }
  if (file.path.endsWith('/snap.yaml')) return catalogItself(file, root, issues);
  const isBase = file.path.endsWith('/dpkg.yaml');
  const written = isBase ? root['packages'] : root['primed-stage-packages'];
  // A snap is built on the release that its manifest names, whatever it runs on.
  return catalogStaged(file, written, isBase ? distribution : builtOn(root, file.path), issues);
}

function catalogItself(file: TreeEntry, root: JsonObject, issues: RecordIssues): Catalogued {
  const [name, version, license] = [asText(root['name']), asText(root['version']), asText(root['license'])];
  if (name === undefined) issues.add('names no snap');
  if (name === undefined) return { packages: [], issues: issues.list() };
  const made = makeLanguagePackage(
    'snap',
    { name, ...(version === undefined ? {} : { version }), licenses: license === undefined ? [] : [license] },
    file,
  );
  return { packages: [made], issues: issues.list() };
}

function builtOn(root: JsonObject, path: string): DetectedDistribution | undefined {
  const id = asText(root['snapcraft-os-release-id']);
  const versionId = asText(root['snapcraft-os-release-version-id']);
  if (id === undefined) return undefined;
  const known = findDistribution({ id, ...(versionId === undefined ? {} : { versionId }) });
  return {
    id,
    ...(versionId === undefined ? {} : { versionId }),
    ...(known === undefined ? {} : { ecosystem: known.ecosystem }),
    ...(known?.release === undefined ? {} : { release: known.release }),
    path,
  };
}

/** `libc6:amd64=2.39-0ubuntu8`, with or without an architecture. */
function catalogStaged(
  file: TreeEntry,
  written: unknown,
  distribution: DetectedDistribution | undefined,
  issues: RecordIssues,
): Catalogued {
  const maker = osPackageMaker('dpkg', file, distribution);
  const withoutSource: string[] = [];
  const packages = (Array.isArray(written) ? (written as readonly unknown[]) : []).flatMap((item) => {
    const [, name, architecture, version] = /^([^\s:=]+)(?::([^\s=]+))?=(\S+)$/.exec(asText(item) ?? '') ?? [];
    if (name === undefined || version === undefined) issues.add('an item of the list of packages is not of the form NAME=VERSION');
    if (name === undefined || version === undefined) return [];
    const source = ubuntuSourceOf(name, version);
    if (source === undefined) withoutSource.push(name);
    return maker.make({
      name,
      version,
      ...(architecture === undefined ? {} : { architecture }),
      ...(source === undefined ? {} : { source: { name: source, version } }),
    });
  });
  return { packages, issues: [...issues.list(), ...unknownSources(snapMetadata.id, file, withoutSource)] };
}
