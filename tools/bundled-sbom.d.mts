export interface BundledLibrary {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** A CycloneDX document, as far as this project reads its own. */
export interface BundledSbom {
  readonly components: readonly { readonly purl: string; readonly version: string; readonly [field: string]: unknown }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly [field: string]: unknown;
}

export declare function makeBundledSbom(root: string, folders: readonly string[]): BundledSbom;
export declare function listBundledLibraries(sbom: BundledSbom): readonly BundledLibrary[];
export declare function packageFolderOf(root: string, moduleId: string): string | undefined;
