import { mapLimited } from '../../lib/async/map-limited.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { formatPlatform } from '../../model/platform.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type BaseImage, type KnownImage } from '../../remedy/base/base-image.ts';
import { chooseCandidates, type CandidateTag } from '../../remedy/base/choose-candidates.ts';
import { isBelow } from '../../remedy/base/identify-base.ts';
import { daysBetween, judgeBase } from '../../remedy/base/judge-base.ts';
import { parseTag } from '../../remedy/base/parse-tag.ts';
import { countBySeverity, summariseImage, type ImageSummary } from '../../remedy/base/summarise-image.ts';
import { supportOfTag } from '../../remedy/base/support-of-tag.ts';
import { scanDescribed, type DescribedReport, type ScanOptions } from '../../scan/scan-target.ts';
import { catalogued, readCatalogue, rememberImages, type CataloguedImage } from '../scan/image-catalogue.ts';
import { findBase } from './find-base.ts';
import { findSignatureKinds, readProvenanceOf } from './attached-claims.ts';
import { type Candidate, type Recommendation } from './recommendation.ts';
import { RegistryAccess } from './registry-access.ts';

export interface RecommendRequest {
  readonly target: string;
  /** The image, where it was scanned already. */
  readonly image?: DescribedReport;
  /** As typed: `--base`, `--base-repository`, `--candidate`. */
  readonly base?: string;
  readonly repositories: readonly string[];
  readonly candidates: readonly string[];
  readonly only?: 'refresh' | 'update';
  readonly tag?: string;
  readonly limit: number;
  readonly scan: ScanOptions;
  /** Where the catalogue of scanned images is. */
  readonly cacheDirectory: string;
  /** Scans a candidate; from its attached SBOM where that was asked for. */
  readonly scanCandidate: (target: string, options: ScanOptions) => Promise<readonly ScanReport[]>;
}

/** Finds the base, then what could replace it. Throws BASE_UNKNOWN, USAGE and what a scan of the image throws. */
export async function recommendBase(request: RecommendRequest, runtime: Runtime): Promise<Recommendation> {
  const { target, scan } = request;
  const options: ScanOptions = { ...scan, kinds: ['vulnerability'] };
  const described = request.image === undefined ? await scanDescribed(target, options, runtime) : [request.image];
  const [image] = described;
  if (image === undefined || described.length > 1)
    throw new PratiqueError('USAGE', `a base is that of one image, and ${target} has ${described.length}`, {
      hint: 'choose one with --platform os/architecture',
    });
  rememberImages(catalogued(image.report), request.cacheDirectory, runtime);
  const own = ownReference(image.report);
  const named = [own, request.base, ...request.repositories, ...request.candidates].filter((name) => name !== undefined);
  await using access = new RegistryAccess(scan.open, named);
  const work: Work = { request, options, access, runtime, image, own, notes: [], isOffline: scan.open.isOffline === true };
  const catalogue = readCatalogue(request.cacheDirectory).filter(({ platform }) => platform === platformOf(image.report));
  const base = await chooseBase(work, catalogue);
  const chain = base.layerCount === undefined ? undefined : image.config.diffIds.slice(0, base.layerCount);
  const found = work.isOffline ? fromCatalogue(base, catalogue, work) : await fromRegistry(base, work);
  const now = found.find(({ kind }) => kind === 'refresh');
  const isCurrent = now === undefined ? undefined : isSameImage(now, base, chain);
  const wanted = distinct(found.filter((each) => !isSameImage(each, base, chain) && isWanted(each, request)));
  const candidates = await scanAll(wanted.slice(0, request.limit), catalogue, work);
  const inUse = await summariseBase(base, now, isCurrent, work);
  const behind = isCurrent === true ? 0 : daysBetween(base.created, now?.created);
  const { tag = 'latest', ...repository } = parseReference(base.reference);
  const judged = {
    reference: base.reference,
    ...(behind === undefined ? {} : { daysBehindTag: behind }),
    ...(isCurrent === undefined ? {} : { isCurrent }),
  };
  const supportOfVersion = supportOfTag(formatReference(repository), parseTag(tag)).until;
  const support = [
    ...(supportOfVersion === undefined ? [] : [{ of: base.reference, until: supportOfVersion }]),
    ...(inUse?.endOfLife === undefined ? [] : [{ of: inUse.distribution ?? base.reference, until: inUse.endOfLife }]),
  ];
  return {
    ...judged,
    target: image.report.target,
    base,
    ...(inUse === undefined ? {} : { inUse }),
    ...(supportOfVersion === undefined ? {} : { supportedUntil: supportOfVersion }),
    candidates,
    findings: judgeBase({ ...judged, support }, runtime.now()),
    notes: work.notes,
    isFromCatalogue: work.isOffline,
    isPrerelease: parseTag(tag).prerelease !== undefined,
  };
}

interface Work {
  readonly request: RecommendRequest;
  readonly options: ScanOptions;
  readonly access: RegistryAccess;
  readonly runtime: Runtime;
  readonly image: DescribedReport;
  readonly own: string | undefined;
  readonly notes: string[];
  readonly isOffline: boolean;
}

/** A tag that may replace the base, as far as its documents tell. */
interface FoundImage extends CandidateTag, KnownImage {}

async function chooseBase({ request, access, runtime, image, own, notes, isOffline }: Work, catalogue: readonly CataloguedImage[]): Promise<BaseImage> {
  const { report, config } = image;
  const typed = request.base === undefined ? [] : [{ by: 'option' as const, reference: request.base }];
  const provenance = isOffline || typed.length > 0 || own === undefined ? [] : await readProvenanceOf(own, report, access, notes, runtime);
  const { distribution } = report.target;
  const question = {
    config,
    ...(own === undefined ? {} : { own }),
    ...(distribution === undefined ? {} : { distribution }),
    known: request.repositories.length > 0 ? [] : catalogue,
    claims: [...typed, ...provenance],
    repositories: request.repositories,
  };
  const found = await findBase(question, isOffline ? undefined : access, runtime);
  notes.push(...found.notes);
  if (found.base !== undefined) return found.base;
  if (own === undefined)
    throw new PratiqueError('BASE_UNKNOWN', `the base of ${report.target.name} is not known${found.notes.length === 0 ? '' : ` (${found.notes.join('; ')})`}`);
  const { manifestDigest, created } = report.target;
  return {
    evidence: 'layers',
    reference: own,
    otherReferences: [],
    ...(manifestDigest === undefined ? {} : { digest: manifestDigest }),
    layerCount: config.diffIds.length,
    ...(created === undefined ? {} : { created }),
    isWhole: true,
  };
} // prettier-ignore

/** The base's tags and the named images, with their documents. A tag that cannot be read is a note. */
async function fromRegistry(base: BaseImage, { request, access, runtime, notes }: Work): Promise<readonly FoundImage[]> {
  const { tag = 'latest', ...repository } = parseReference(base.reference);
  const path = formatReference(repository);
  const listing = await access.listTags(path, runtime).catch((error: unknown) => {
    if (!(error instanceof PratiqueError)) throw error;
    notes.push(`cannot list the tags of ${path}: ${messageOf(error)}`);
    return { items: [], isComplete: true };
  });
  if (!listing.isComplete) notes.push(`${path} has more tags than were listed`);
  const chosen = chooseTags(path, tag, listing.items, request, runtime);
  const named = request.candidates.map((reference) => ({ reference: canonical(reference), candidate: candidateOf(reference) }));
  const all = [...chosen.map((candidate) => ({ reference: `${path}:${candidate.tag}`, candidate })), ...named];
  const read = await mapLimited(all, 4, async ({ reference, candidate }): Promise<FoundImage | undefined> => {
    try {
      const known = await access.readImage(reference, runtime);
      if (known !== undefined) return { ...candidate, ...known };
      if (candidate.kind !== 'refresh') notes.push(`${reference} is not available for this platform`);
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
      notes.push(`cannot read ${reference}: ${messageOf(error)}`);
    }
    return undefined;
  });
  return read.filter((each) => each !== undefined);
}

function chooseTags(repository: string, tag: string, tags: readonly string[], request: RecommendRequest, { now }: Runtime): readonly CandidateTag[] {
  const question = { repository, tag, tags: [...new Set([tag, ...tags])], now: now(), limit: request.limit + 5 };
  const chosen = chooseCandidates(question);
  if (request.tag === undefined) return chosen;
  const typed = chosen.find((candidate) => candidate.tag === request.tag) ?? { ...candidateOf(`${repository}:${request.tag}`), tag: request.tag };
  return [...chosen.filter(({ kind, tag: text }) => kind === 'refresh' && text !== request.tag), typed];
} // prettier-ignore

function candidateOf(reference: string): CandidateTag {
  const { tag = 'latest', ...repository } = parseReference(reference);
  const parsed = parseTag(tag);
  return {
    tag,
    kind: 'flavour',
    isPrerelease: parsed.prerelease !== undefined,
    support: supportOfTag(formatReference(repository), parsed),
  };
}

/** Images of the same repository that were scanned before. */
function fromCatalogue(base: BaseImage, catalogue: readonly CataloguedImage[], { request, runtime }: Work): readonly FoundImage[] {
  const { tag = 'latest', ...repository } = parseReference(base.reference);
  const path = formatReference(repository);
  const images = new Map(catalogue.filter(({ reference }) => reference.startsWith(`${path}:`)).map((image) => [image.reference.slice(path.length + 1), image]));
  return chooseTags(path, tag, [...images.keys()], request, runtime).flatMap((candidate) => {
    const image = images.get(candidate.tag);
    return image === undefined ? [] : [{ ...candidate, ...image }];
  });
} // prettier-ignore

/** Content decides, not names: a tag that holds what is in use is no update. */
function isSameImage(image: KnownImage, base: BaseImage, chain: readonly string[] | undefined): boolean {
  if (chain !== undefined) return image.diffIds.length === chain.length && isBelow(image.diffIds, chain);
  return base.digest !== undefined && (image.manifestDigest === base.digest || image.indexDigest === base.digest);
}

function isWanted({ kind, tag }: FoundImage, { only, tag: typed }: RecommendRequest): boolean {
  if (typed !== undefined) return tag === typed || kind === 'flavour';
  if (only === 'refresh') return kind === 'refresh';
  if (only === 'update') return kind === 'patch' || kind === 'minor' || kind === 'major' || kind === 'system';
  return true;
}

/** Of several tags with one content the first is kept, with the names of the others. */
function distinct(images: readonly FoundImage[]): readonly (FoundImage & { readonly otherTags: readonly string[] })[] {
  const groups = new Map<string, FoundImage[]>();
  for (const image of images) {
    const key = image.diffIds.join();
    groups.set(key, [...(groups.get(key) ?? []), image]);
  }
  return [...groups.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [{ ...first, otherTags: rest.map(({ tag }) => tag) }]));
} // prettier-ignore

/** One after the other, so that a layer that several have is read once. */
async function scanAll(
  images: ReturnType<typeof distinct>,
  catalogue: readonly CataloguedImage[],
  { request, options, access, runtime, notes, isOffline }: Work,
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const image of images) {
    const { tag, kind, isPrerelease, support, reference, otherTags, created, manifestDigest, indexDigest } = image;
    const digest = indexDigest ?? manifestDigest;
    const shared = {
      ...{ tag, kind, isPrerelease, support, reference, otherTags },
      ...(created === undefined ? {} : { created }),
      ...(digest === undefined ? {} : { digest }),
    };
    if (isOffline) {
      const known = catalogue.find(({ reference }) => reference === image.reference);
      if (known !== undefined) candidates.push({ ...shared, summary: known.summary, scannedAt: known.scannedAt, signatures: [] });
      continue;
    }
    try {
      const pinned = `${image.reference}${digest === undefined ? '' : `@${digest}`}`;
      const reports = await request.scanCandidate(`registry:${pinned}`, { ...options, open: access.openOptions(image.reference) });
      for (const report of reports) {
        rememberImages(catalogued(report), request.cacheDirectory, runtime);
        candidates.push({ ...shared, summary: summariseImage(report), signatures: await findSignatureKinds(image.reference, digest, access, runtime) });
      }
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
      notes.push(`cannot scan ${image.reference}: ${messageOf(error)}`);
    }
  }
  return candidates;
} // prettier-ignore

/** The base's own scan, by its digest; where it is gone, what the image has of its layers. */
async function summariseBase(
  base: BaseImage,
  now: KnownImage | undefined,
  isCurrent: boolean | undefined,
  { request, options, access, runtime, image, isOffline }: Work,
): Promise<ImageSummary | undefined> {
  const { report } = image;
  if (base.isWhole) return summariseImage(report);
  const digest = (isCurrent === true ? now?.indexDigest ?? now?.manifestDigest : undefined) ?? base.indexDigest ?? base.digest;
  if (!isOffline && digest !== undefined) {
    try {
      const pinned = `${base.reference.replace(/:[^:/]*$/, '')}@${digest}`;
      const [scanned] = await request.scanCandidate(`registry:${pinned}`, { ...options, open: access.openOptions(base.reference) });
      if (scanned !== undefined) return summariseImage(scanned);
    } catch (error) {
      if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
      runtime.log.debug('the base in use cannot be scanned', { reason: messageOf(error) });
    }
  }
  if (base.layerCount === undefined) return undefined;
  return summariseLayers(report, base.layerCount);
} // prettier-ignore

/** What of the image its lowest layers brought. */
function summariseLayers(report: ScanReport, count: number): ImageSummary {
  const packages = report.packages.filter(({ layerIndex }) => layerIndex < count);
  const ids = new Set(packages.map(({ id }) => id));
  const layers = report.target.layers.slice(0, count);
  const part = { ...report, packages, target: { ...report.target, layers } };
  return { ...summariseImage(part), counts: countBySeverity(report.findings.filter(({ packageId }) => packageId !== undefined && ids.has(packageId))) };
} // prettier-ignore

/** The name in a registry; a digest alone names no tag. */
function ownReference({ target }: ScanReport): string | undefined {
  if (!['registry', 'docker', 'podman', 'containerd'].includes(target.scheme)) return undefined;
  try {
    return canonical(target.name);
  } catch {
    return undefined;
  }
}

function canonical(text: string): string {
  const { digest: _, ...named } = parseReference(text.replace(/^registry:(?:\/\/)?/, ''));
  return formatReference({ ...named, tag: named.tag ?? 'latest' });
}

function platformOf({ target: { platform } }: ScanReport): string {
  return platform === undefined ? '' : formatPlatform(platform);
}
