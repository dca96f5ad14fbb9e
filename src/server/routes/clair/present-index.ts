import { type DetectedDistribution } from '../../../model/report.ts';
import { isOfDistribution } from '../../peer/namespace-of.ts';
import { type ContainedPackage, type ImageContents } from '../../queries/image-contents.ts';

/** The parts that index and vulnerability reports of Clair 4 have in common; ids are of the document only. */
export interface PresentedContents {
  readonly manifest_hash: string;
  readonly packages: Readonly<Record<string, object>>;
  readonly distributions: Readonly<Record<string, object>>;
  readonly repository: Readonly<Record<string, object>>;
  readonly environments: Readonly<Record<string, readonly object[]>>;
}

export const distributionId = '1';

export function presentIndex(contents: ImageContents): object {
  const failed = contents.completeness === 'none';
  return {
    ...presentContents(contents),
    state: failed ? 'IndexError' : 'IndexFinished',
    success: !failed,
    err: failed ? contents.issues.map(({ message }) => message).join('; ') : '',
  };
}

export function presentContents({ digest, distribution, packages, layers }: ImageContents): PresentedContents {
  const repositories = new Map<string, object>();
  const environments = new Map<string, object[]>();
  for (const each of packages) {
    const { ecosystem } = each.content;
    const isInstalled = isOfDistribution(ecosystem);
    if (!isInstalled) repositories.set(ecosystem, { id: ecosystem, name: ecosystem, key: ecosystem, uri: '', cpe: '' });
    const environment = {
      package_db: each.paths[0] ?? '',
      introduced_in: layers.find(({ position }) => position === each.layer)?.digest ?? digest,
      distribution_id: isInstalled && distribution !== undefined ? distributionId : '',
      repository_ids: isInstalled ? [] : [ecosystem],
    };
    environments.set(String(each.id), [...(environments.get(String(each.id)) ?? []), environment]);
  }
  return {
    manifest_hash: digest,
    packages: Object.fromEntries(packages.map((each) => [String(each.id), presentPackage(each)])),
    distributions: distribution === undefined ? {} : { [distributionId]: presentDistribution(distribution) },
    repository: Object.fromEntries(repositories),
    environments: Object.fromEntries(environments),
  };
}

/** Packages are of the document; the source of one has an id of its own. */
export function presentPackage({ id, content }: ContainedPackage): object {
  const { name, version = '', source, architecture, module } = content;
  const shared = { normalized_version: '', module: module ?? '', arch: architecture ?? '', cpe: '' };
  return {
    id: String(id),
    name,
    version,
    kind: 'binary',
    source:
      source === undefined
        ? null
        : { id: `${id}-source`, name: source.name, version: source.version, kind: 'source', source: null, ...shared },
    ...shared,
  };
}

export function presentDistribution({ id, versionId = '', prettyName = '' }: DetectedDistribution): object {
  const codeName = /\(([\w ]+)\)/.exec(prettyName)?.[1]?.toLowerCase() ?? '';
  return {
    id: distributionId,
    did: id,
    name: prettyName.replace(/[\d(].*$/, '').trim(),
    version: codeName === '' ? versionId : `${versionId} (${codeName})`,
    version_code_name: codeName,
    version_id: versionId,
    arch: '',
    cpe: '',
    pretty_name: prettyName,
  };
}
