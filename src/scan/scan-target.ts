import { type LocalOptions } from '../advisory/local/local-options.ts';
import { type GenerationRequest } from '../advisory/store/database-generations.ts';
import { emptyImageConfig } from '../model/empty-image-config.ts';
import { type ImageConfig, type OpenOptions } from '../model/image.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { openTarget } from '../image/open-target.ts';
import { FileCache } from '../lib/file-cache/file-cache.ts';
import { type FindingKind } from '../model/finding.ts';
import { advisoryOpener } from './advisory-opener.ts';
import { defaultKinds } from './checkers.ts';
import { checkSbom } from './check-sbom.ts';
import { kindSettingsOf, type KindSettings } from '../model/kind-settings.ts';
import { exportsIn } from './exports-in.ts';
import { loadLayerDemand } from './load-layer-demand.ts';
import { sniffSbom } from './open-sbom.ts';
import { type ReachedPackages } from './reach-packages.ts';
import { scanImage, type ScanImageOptions } from './scan-image.ts';
import { scanInventory } from './scan-inventory.ts';
import { type TakenInventory } from './take-inventory.ts';

export interface ScanOptions extends KindSettings {
  readonly open: OpenOptions;
  /** Kinds of findings to look for; {@link defaultKinds} when absent. */
  readonly kinds?: readonly FindingKind[];
  /** Where layer indexes are kept from run to run; absent to keep none. */
  readonly cacheDirectory?: string;
  /** What the cache may grow to: bytes. */
  readonly cacheBytes?: number;
  /** Folder of an advisory database. */
  readonly database?: string;
  /** An older generation of `database`; of the local advisories it is part of `local`. */
  readonly replay?: GenerationRequest;
  /** Without `database`: the advisories of this machine, and where missing ones are downloaded from. Absent for the built-in starter advisories. */
  readonly local?: LocalOptions;
  /** Folders of OSV records that join those advisories. */
  readonly overlays?: readonly string[];
  /** Packages to match in place of the target's own, such as those of an SBOM that is attached to it. */
  readonly standIn?: TakenInventory;
  readonly onlyPackages?: readonly string[];
  readonly threads?: number;
  /**
   * Verify every diffID of the image's configuration. By default a layer that the manifest lists is identified by its digest, and only that is
   * verified; a container runtime that has a layer of the claimed diffID already does not unpack the blob.
   */
  readonly verifyDiffIds?: boolean;
  /**
   * Hash layers that are files of this machine before a cache answers for them. By default a cached layer is identified by the digest that its image
   * names, and the file is not read again.
   */
  readonly hashesFiles?: boolean;
  /** Note the files and the configuration of images for policies that ask about them (`ScanReport.imageFacts`). */
  readonly notesFacts?: boolean;
  /** Follow the entrypoint, and say of each finding whether it reaches the package (`VulnerabilityFinding.reach`). */
  readonly followsEntrypoint?: boolean;
}

const defaultCacheBytes = 2 * 1024 ** 3;

/** Scans one target, an image or an SBOM: one report, or one for each platform of an index. */
export async function scanTarget(target: string, options: ScanOptions, runtime: Runtime): Promise<readonly ScanReport[]> {
  return (await scanDescribed(target, options, runtime)).map(({ report }) => report);
}

/** A report with what the image says of itself; nothing, where the target is an SBOM. */
export interface DescribedReport {
  readonly report: ScanReport;
  readonly config: ImageConfig;
}

/** As {@link scanTarget}, for what judges the configuration as well. */
export async function scanDescribed(target: string, options: ScanOptions, runtime: Runtime): Promise<readonly DescribedReport[]> {
  const startedAt = runtime.now();
  const { kinds = defaultKinds } = options;
  const { sbom, ...sniffed } = options.standIn === undefined ? await sniffSbom(target, options.open) : { sbom: options.standIn };
  if (sbom !== undefined) {
    const { onlyPackages } = options;
    const inventoryOptions = { startedAt, ...(onlyPackages === undefined ? {} : { onlyPackages }) };
    const checked = await checkSbom(sbom, kinds, { licensePolicy: options.licensePolicy, now: startedAt });
    const labelled = options.followsEntrypoint === true ? { ...checked, reach: reachOfSbom } : checked;
    const report = await scanInventory(labelled, advisoryOpener(options, runtime), inventoryOptions, runtime);
    return [{ report, config: emptyImageConfig }];
  }
  const cache = openCache(options);
  const images = await openTarget(
    target,
    {
      ...options.open,
      ...sniffed,
      ...exportsIn(cache),
      layerDemand: () => loadLayerDemand(kinds, options.secretSettings, options.followsEntrypoint),
    },
    runtime,
  );
  const scanOptions = imageOptionsOf(options, cache);
  const reports: DescribedReport[] = [];
  try {
    for (const image of images) {
      // Each opens a store of its own, so that a report names the shards that answered it and no others.
      const report = await scanImage(image, advisoryOpener(options, runtime), scanOptions, runtime);
      reports.push({ report, config: image.config });
    }
    await cache?.trim(runtime.now());
  } finally {
    await Promise.all(images.map((image) => image[Symbol.asyncDispose]()));
  }
  return reports;
}

/** An SBOM has no files to follow: each of its packages is unknown. */
const reachOfSbom: ReachedPackages = {
  image: {
    command: [],
    fileCount: 0,
    packageCounts: { loaded: 0, loadable: 0, 'not-referenced': 0, unknown: 0 },
    notFollowed: [{ path: '', reason: 'an SBOM has no files to follow' }],
  },
  packages: [],
  goPrograms: [],
  goProgramsOf: [],
};

/** What of the options is about one image. */
export function imageOptionsOf(options: ScanOptions, cache: FileCache | undefined): ScanImageOptions {
  const {
    kinds = defaultKinds,
    onlyPackages,
    threads,
    verifyDiffIds = false,
    hashesFiles = false,
    notesFacts = false,
    followsEntrypoint = false,
  } = options;
  return {
    kinds,
    ...kindSettingsOf(options),
    ...(cache === undefined ? {} : { cache }),
    ...(onlyPackages === undefined ? {} : { onlyPackages }),
    ...(threads === undefined ? {} : { threads }),
    verifyDiffIds,
    hashesFiles,
    ...(notesFacts ? { notesFacts } : {}),
    ...(followsEntrypoint ? { followsEntrypoint } : {}),
  };
}

/** Absent without a directory for it. */
export function openCache({ cacheDirectory, cacheBytes }: Pick<ScanOptions, 'cacheDirectory' | 'cacheBytes'>): FileCache | undefined {
  return cacheDirectory === undefined ? undefined : new FileCache(cacheDirectory, cacheBytes ?? defaultCacheBytes);
}
