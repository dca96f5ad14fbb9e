import { packageId } from '../../../model/package.ts';
import { formatPurl } from '../../../model/purl.ts';
import { type TreeEntry } from '../../../model/file-tree.ts';
import { type CataloguedPackage } from '../../cataloger.ts';

export interface NpmPackageRecord {
  /** With its scope. */
  readonly name: string;
  readonly version?: string;
  readonly licenses: readonly string[];
}

/** A package that `file` describes, without dependencies. */
export function makeNpmPackage({ name, version, licenses }: NpmPackageRecord, file: TreeEntry): CataloguedPackage {
  const purl = npmPurl(name, version);
  return {
    id: packageId(purl, file.path),
    purl,
    ecosystem: 'npm',
    name,
    ...(version === undefined ? {} : { version }),
    locations: [{ path: file.path, layerIndex: file.layerIndex }],
    licenses,
    dependencies: [],
  };
}

/** purl-spec, npm: the scope is the namespace. */
export function npmPurl(name: string, version: string | undefined): string {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  // A scope with nothing after it is no name, but something was found; it is kept as it is.
  const isScoped = slash > 1 && slash < name.length - 1;
  return formatPurl({
    type: 'npm',
    ...(isScoped ? { namespace: name.slice(0, slash) } : {}),
    name: isScoped ? name.slice(slash + 1) : name,
    ...(version === undefined ? {} : { version }),
  });
}
