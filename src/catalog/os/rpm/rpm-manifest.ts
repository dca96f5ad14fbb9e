import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { decodeText } from '../decode-text.ts';
import { osPackageMaker, type OsPackageRecord } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';
import { readSourceRpm } from './package-record.ts';
import { judgeRpmSuppliers } from './rpm-supplier.ts';

const names = 'var/lib/rpmmanifest/container-manifest-1';
const details = 'var/lib/rpmmanifest/container-manifest-2';

/**
 * What images of CBL-Mariner and Azure Linux have instead of an rpm database where they have no rpm: lists that `rpm -qa` printed when they were built. The first is of
 * names alone (`bash-5.1.8-1.cm2.x86_64`), the second of ten columns between tabs.
 */
export const rpmManifest: FileCataloger = {
  id: 'rpm-manifest',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('rpm'),
  details: [],
  files: { paths: [names, details], maxBytes: limits.packageManifestBytes },
  catalog: catalogRpmManifest,
};

function catalogRpmManifest(file: TreeEntry, content: Uint8Array, { tree, distribution }: CatalogContext): Catalogued {
  // The second says all that the first does.
  if (file.path === names && (tree.get(details)?.size ?? 0) > 0) return { packages: [], issues: [] };
  const issues = new RecordIssues(rpmManifest.id, file);
  const lines = decodeText(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
    .split('\n')
    .map((line) => line.trimEnd());
  const read = file.path === names ? readName : readColumns;
  const records: ManifestRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const record = line === '' ? undefined : read(line);
    if (record !== undefined && record.name !== 'gpg-pubkey') records.push(record);
    else if (line !== '' && record === undefined) issues.add(`line ${index + 1} names no package`);
  }
  const maker = osPackageMaker('rpm', file, distribution);
  const suppliers = judgeRpmSuppliers(maker.ecosystem, records);
  const packages = records.map(({ vendor: _, ...record }, at) => {
    const supplier = suppliers[at];
    return maker.make({ ...record, ...(supplier === undefined ? {} : { supplier }) });
  });
  return { packages, issues: issues.list() };
}

type ManifestRecord = OsPackageRecord & { readonly vendor?: string };

/** Name, version-release, install time, build time, vendor, epoch or `(none)`, size, architecture, epoch as a number, source rpm. */
function readColumns(line: string): ManifestRecord | undefined {
  const [name = '', version = '', , , vendor = '', epochText = '', , architecture = '', , sourceRpm = ''] = line.split('\t');
  if (name === '' || version === '') return undefined;
  const epoch = /^\d{1,10}$/.test(epochText) ? Number(epochText) : 0;
  const source = readSourceRpm(sourceRpm);
  return {
    name,
    purlVersion: version,
    version: epoch === 0 ? version : `${epoch}:${version}`,
    ...(epoch === 0 ? {} : { epoch }),
    ...(isStated(architecture) ? { architecture } : {}),
    ...(source === undefined ? {} : { source }),
    ...(isStated(vendor) ? { vendor } : {}),
  };
}

/** `bash-5.1.8-1.cm2.x86_64`: name, version, release, architecture. */
function readName(line: string): ManifestRecord | undefined {
  const dot = line.lastIndexOf('.');
  const release = line.lastIndexOf('-');
  const version = line.lastIndexOf('-', release - 1);
  if (version <= 0 || release <= version + 1 || dot <= release) return undefined;
  return { name: line.slice(0, version), version: line.slice(version + 1, dot), architecture: line.slice(dot + 1) };
}

function isStated(text: string): boolean {
  return text !== '' && text !== '(none)';
}
