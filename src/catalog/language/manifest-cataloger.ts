import { type EcosystemId } from '../../model/ecosystem.ts';
import { type FileSelector } from '../../model/file-selector.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';
import { type CatalogContext, type CataloguedPackage, type FileCataloger } from '../cataloger.ts';
import { languageIssue, unpinnedIssues } from './catalog-lock.ts';
import { makeLanguagePackage, type LanguagePackageRecord } from './language-package.ts';

/** What a manifest says of its package. */
export interface Manifest
  extends LanguagePackageRecord, Partial<Pick<CataloguedPackage, 'evidence' | 'ownedPaths' | 'resolveDependencies'>> {
  /** Where it differs from the file's. */
  readonly ecosystem?: EcosystemId;
  /** Names of dependencies whose versions this file does not fix, where no lock file does. */
  readonly unpinned?: readonly string[];
}

export interface ManifestFormat {
  readonly id: string;
  /** The first is that of manifests which name none. */
  readonly ecosystems: readonly [EcosystemId, ...EcosystemId[]];
  readonly details: FileCataloger['details'];
  readonly files: Omit<FileSelector, 'maxBytes'>;
  /** Where one manifest may be larger than most. */
  readonly maxBytes?: number;
  readonly companions?: readonly FileSelector[];
  readonly prepare?: () => Promise<void>;
  /** A text is the problem, as the end of a sentence that begins with the path; `undefined` where the file is none of these. Must not throw. */
  readonly read: (content: Uint8Array, file: TreeEntry, context: CatalogContext) => Manifest | string | undefined;
}

/** A cataloger of manifests: one file beside the code of each package. */
export function manifestCataloger(format: ManifestFormat): FileCataloger {
  const { read, files, maxBytes = limits.packageManifestBytes, ...rest } = format;
  const { id } = rest;
  const [ecosystem] = rest.ecosystems;
  return {
    ...rest,
    evidence: 'file',
    files: { ...files, maxBytes },
    catalog: (file, content, context) => {
      const manifest = read(content, file, context);
      if (manifest === undefined) return { packages: [], issues: [] };
      if (typeof manifest === 'string')
        return { packages: [], issues: [languageIssue('MANIFEST_UNREADABLE', ecosystem, id, file, manifest)] };
      const { evidence, ownedPaths, resolveDependencies, unpinned } = manifest;
      const found: CataloguedPackage = {
        ...makeLanguagePackage(manifest.ecosystem ?? ecosystem, manifest, file),
        ...(evidence === undefined ? {} : { evidence }),
        ...(ownedPaths === undefined ? {} : { ownedPaths }),
        ...(resolveDependencies === undefined ? {} : { resolveDependencies }),
      };
      return { packages: [found], issues: [], ...unpinnedIssues(ecosystem, id, file, unpinned) };
    },
  };
}
