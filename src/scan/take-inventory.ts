import { findBaseLayerCount } from '../match/base-layers.ts';
import { type FindingKind, type RuleFinding } from '../model/finding.ts';
import { type ImageFacts } from '../model/image-facts.ts';
import { type Image } from '../model/image.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type Runtime } from '../model/runtime.ts';
import { type Inventory } from '../sbom/inventory.ts';
import { type CatalogOptions } from './catalog-anew.ts';
import { applicableKinds, kindsOfPackages } from './checkers.ts';
import { checkDescription } from './check-description.ts';
import { catalogImage, issuesOf, type ImageCatalog } from './catalog-image.ts';
import { describeTarget } from './describe-target.ts';
import { type ReachedPackages } from './reach-packages.ts';
import { settleSecrets } from './settle-secrets.ts';

/** An inventory with what matching and the report need to know of where it came from. */
export interface TakenInventory extends Inventory {
  /** Whether anything could be read at all. */
  readonly hasContent: boolean;
  /** Names these packages among all that were ever catalogued; absent when they may not be remembered. */
  readonly identity?: string;
  /** How many layers, counted from the base, are the base image's; absent when that is not known. */
  readonly baseLayerCount?: number;
  /** Kinds of findings that were looked for, or can be in these packages. */
  readonly kinds: readonly FindingKind[];
  /** What rules found. */
  readonly ruleFindings: readonly RuleFinding[];
  /** Where `notesFacts` asked for it. */
  readonly imageFacts?: ImageFacts;
  /** Where `followsEntrypoint` asked for it. */
  readonly reach?: ReachedPackages;
}

/** The first half of a scan: an image's layers → files → packages, and what its files and its configuration violate. */
export async function takeInventory(image: Image, options: CatalogOptions, runtime: Runtime): Promise<TakenInventory> {
  const kinds = applicableKinds(options.kinds, image);
  if (kinds.length === 0)
    throw new PratiqueError('USAGE', `${image.name}: a directory has no image configuration to check`, {
      hint: 'check its build files: pratique lint FILE…, or scan the image that is built from it',
    });
  const catalog = await catalogImage(image, { ...options, kinds }, runtime);
  const baseLayerCount = findBaseLayerCount(image.config);
  const target = describeTarget(image, catalog, baseLayerCount);
  const description = { ...image, ...catalog, layers: target.layers, now: runtime.now(), ...pickPolicy(options) };
  // A directory has no configuration.
  const described = await checkDescription(description, image.configDigest === undefined ? kindsOfPackages(kinds) : kinds);
  const ruleFindings = [...catalog.checked.findings, ...described.findings];
  return {
    ...(await settleSecrets(
      { target, ruleFindings },
      image.configDigest === undefined ? undefined : image.config,
      { kinds, cache: options.cache, secretSettings: options.secretSettings },
      runtime,
    )),
    packages: catalog.packages,
    issues: [...issuesOf(image, catalog), ...described.issues],
    kinds,
    hasContent: catalog.hasContent,
    ...(options.notesFacts === true ? { imageFacts: factsOf(image, catalog) } : {}),
    ...(catalog.reach === undefined ? {} : { reach: catalog.reach }),
    ...(catalog.identity === undefined ? {} : { identity: catalog.identity }),
    ...(baseLayerCount === undefined ? {} : { baseLayerCount }),
  };
}

function factsOf({ configDigest, config }: Image, { files }: ImageCatalog): ImageFacts {
  return { ...(configDigest === undefined ? {} : { config }), ...(files === undefined ? {} : { files }) };
}

function pickPolicy({ licensePolicy }: CatalogOptions): Pick<CatalogOptions, 'licensePolicy'> {
  return licensePolicy === undefined ? {} : { licensePolicy };
}
