import { ecosystem, type EcosystemId } from '../../model/ecosystem.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { packageId } from '../../model/package.ts';
import { formatPurl } from '../../model/purl.ts';
import { type CataloguedPackage } from '../cataloger.ts';

export interface LanguagePackageRecord {
  /** As the ecosystem writes it, and as its advisories name it. */
  readonly name: string;
  readonly version?: string;
  readonly licenses?: readonly string[];
  readonly isOwn?: boolean;
  readonly isDirect?: boolean;
  readonly isDevelopment?: boolean;
  /** Parts of the purl where the name alone does not give them. */
  readonly purl?: LanguagePurl;
}

export interface LanguagePurl {
  readonly type?: string;
  readonly namespace?: string;
  readonly name?: string;
  /** `repository_url` for a registry that is not the ecosystem's own, `vcs_url` for a repository of source code; purl-spec, "Known qualifiers". */
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

/** A package of a language's ecosystem that `file` describes, without dependencies. */
export function makeLanguagePackage(ecosystemId: EcosystemId, record: LanguagePackageRecord, file: TreeEntry): CataloguedPackage {
  const { name, version, licenses = [], isOwn, isDirect, isDevelopment } = record;
  // A registry may have a package of the same name, which this is not; a module path of Go belongs to its owner.
  const isNamedByOwner = isOwn === true && ecosystemId !== 'go';
  const purl = formatPurl({
    type: isNamedByOwner ? 'generic' : ecosystem(ecosystemId).purlType,
    ...(isNamedByOwner ? { name } : splitName(ecosystemId, name)),
    ...(isNamedByOwner ? {} : record.purl),
    ...(version === undefined ? {} : { version }),
  });
  return {
    id: packageId(purl, file.path),
    purl,
    ecosystem: ecosystemId,
    name,
    ...(version === undefined ? {} : { version }),
    locations: [{ path: file.path, layerIndex: file.layerIndex }],
    licenses,
    dependencies: [],
    ...(isOwn === true ? { isOwn } : {}),
    ...(isDirect === undefined ? {} : { isDirect }),
    ...(isDevelopment === true ? { isDevelopment } : {}),
  };
}

/** purl-spec: where the name as written holds the namespace. */
const separators: Partial<Record<EcosystemId, string>> = {
  npm: '/',
  deno: '/',
  composer: '/',
  go: '/',
  swift: '/',
  github: '/',
  terraform: '/',
  pear: '/',
  maven: ':',
};

function splitName(ecosystemId: EcosystemId, written: string): { readonly namespace?: string; readonly name: string } {
  const separator = separators[ecosystemId];
  const cut = separator === undefined ? -1 : written.lastIndexOf(separator);
  return cut <= 0 || cut === written.length - 1 ? { name: written } : { namespace: written.slice(0, cut), name: written.slice(cut + 1) };
}
