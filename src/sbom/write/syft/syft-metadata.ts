import { type Package } from '../../../model/package.ts';
import { formatUpstream } from '../../read-upstream.ts';

export interface SyftMetadata {
  readonly metadataType: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A package database's record as Syft has it, where Grype looks for the source package; fields that nobody read are empty. */
export function makeSyftMetadata(found: Package, purlType: string): SyftMetadata | undefined {
  const { name, version = '', architecture = '', source, supplier = '', module } = found;
  const sourceName = source === undefined || source.name === name ? '' : source.name;
  if (purlType === 'deb') {
    const sourceVersion = source === undefined || source.version === version ? '' : source.version;
    const metadata = {
      package: name,
      source: sourceName,
      version,
      sourceVersion,
      architecture,
      maintainer: '',
      installedSize: 0,
      files: [],
    };
    return { metadataType: 'dpkg-db-entry', metadata };
  }
  if (purlType === 'apk') {
    const unread = {
      maintainer: '',
      url: '',
      description: '',
      size: 0,
      installedSize: 0,
      pullDependencies: [],
      provides: [],
      pullChecksum: '',
      gitCommitOfApkPort: '',
      files: [],
    };
    return {
      metadataType: 'apk-db-entry',
      metadata: { package: name, originPackage: source?.name ?? '', version, architecture, ...unread },
    };
  }
  if (purlType !== 'rpm') return undefined;
  const [, epoch, bare = ''] = /^(?:(\d+):)?([^]*)$/.exec(version) ?? [];
  const hyphen = bare.lastIndexOf('-');
  const [upstream, release] = hyphen === -1 ? [bare, ''] : [bare.slice(0, hyphen), bare.slice(hyphen + 1)];
  const metadata = {
    name,
    version: upstream,
    epoch: epoch === undefined ? null : Number(epoch),
    architecture,
    release,
    sourceRpm: formatUpstream('rpm', found) ?? '',
    size: 0,
    vendor: supplier,
    ...(module === undefined ? {} : { modularityLabel: module }),
    files: [],
  };
  return { metadataType: 'rpm-db-entry', metadata };
}
