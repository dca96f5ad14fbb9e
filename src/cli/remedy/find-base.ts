import { mapLimited } from '../../lib/async/map-limited.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { type ImageConfig } from '../../model/image.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../model/reference.ts';
import { type DetectedDistribution } from '../../model/report.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type BaseClaim, type BaseImage, type KnownImage } from '../../remedy/base/base-image.ts';
import { guessRepositories, type GuessedRepository } from '../../remedy/base/guess-repositories.ts';
import { identifyBase, isBelow } from '../../remedy/base/identify-base.ts';
import { orderTags } from '../../remedy/base/order-tags.ts';
import { readClaims } from '../../remedy/base/read-claims.ts';
import { type RegistryAccess } from './registry-access.ts';

export interface FindBaseRequest {
  readonly config: ImageConfig;
  /** The image's own reference, canonical. */
  readonly own?: string;
  readonly distribution?: DetectedDistribution;
  /** Images that were seen before. */
  readonly known: readonly KnownImage[];
  /** What a person, a provenance or a Dockerfile says. */
  readonly claims: readonly BaseClaim[];
  /** Repositories to look in; those that the image suggests when empty. */
  readonly repositories: readonly string[];
}

export interface FoundBase {
  readonly base?: BaseImage;
  /** What could not be asked, a line each. */
  readonly notes: readonly string[];
}

/**
 * The base of an image: layers are compared with images seen before, then with what claims name (by tag, then by digest, if the tag has moved), then with
 * likely tags of repositories. A claim answers where no layers do.
 */
export async function findBase(request: FindBaseRequest, access: RegistryAccess | undefined, runtime: Runtime): Promise<FoundBase> {
  const { config, own, claims } = request;
  const question = { config, claims, ...(own === undefined ? {} : { own }) };
  const notes: string[] = [];
  const known = [...request.known];
  const answer = (): BaseImage | undefined => identifyBase({ ...question, known });
  if (access === undefined || config.diffIds.length === 0) return present(answer(), notes);
  const all = [...claims, ...readClaims(config)].slice(0, limits.baseClaims);
  for (const claim of all) known.push(...(await readClaim(claim, config, access, notes, runtime)));
  const first = answer();
  if (first?.evidence === 'layers' || (first !== undefined && request.repositories.length === 0)) return present(first, notes);
  // The only layer is a root file system: it is nobody's but its own.
  const guesses = request.repositories.length > 0 ? request.repositories.map((repository) => ({ repository })) : config.diffIds.length === 1 ? [] : guessRepositories(config, request.distribution);
  for (const guess of guesses) {
    known.push(...(await searchRepository(guess, request, access, notes, runtime)));
    const found = answer();
    if (found?.evidence === 'layers') return present(found, notes);
  }
  return present(answer(), notes);
} // prettier-ignore

function present(base: BaseImage | undefined, notes: readonly string[]): FoundBase {
  return base === undefined ? { notes } : { base, notes };
}

/** What the claimed tag holds now; where that is not the base, what the claimed digest names. */
async function readClaim(
  claim: BaseClaim,
  { diffIds }: ImageConfig,
  access: RegistryAccess,
  notes: string[],
  runtime: Runtime,
): Promise<readonly KnownImage[]> {
  return tolerate(claim.reference, notes, async () => {
    const { digest = claim.digest, ...named } = parseReference(claim.reference);
    const tagged = formatReference({ ...named, tag: named.tag ?? 'latest' });
    const now = await access.readImage(tagged, runtime);
    if (now !== undefined && isBelow(now.diffIds, diffIds)) return [now];
    if (digest === undefined) return [];
    const then = await access.readImage(formatReference({ ...named, digest }), runtime, tagged);
    return then === undefined ? [] : [then];
  });
}

/** Likely tags, some at once, until one has the lowest layers of the image. */
async function searchRepository(
  { repository, version }: GuessedRepository,
  { config, distribution }: FindBaseRequest,
  access: RegistryAccess,
  notes: string[],
  runtime: Runtime,
): Promise<readonly KnownImage[]> {
  return tolerate(repository, notes, async () => {
    const { registry, repository: path } = parseReference(repository);
    const { items } = await access.listTags(repository, runtime);
    const hint = version ?? distribution?.release;
    const hints = { ...(hint === undefined ? {} : { version: hint }), ...(distribution === undefined ? {} : { system: distribution }) };
    const tags = orderTags(items, hints).slice(0, limits.baseTags);
    const found: KnownImage[] = [];
    for (let at = 0; at < tags.length && found.length === 0; at += together) {
      const images = await mapLimited(tags.slice(at, at + together), together, (tag) =>
        access.readImage(formatReference({ registry, repository: path, tag }), runtime),
      );
      found.push(...images.filter((image) => image !== undefined && isBelow(image.diffIds, config.diffIds)) as KnownImage[]);
    }
    return found;
  });
} // prettier-ignore

const together = 8;

/** A registry that does not answer is a note: the base may be known from elsewhere. */
async function tolerate(what: string, notes: string[], ask: () => Promise<readonly KnownImage[]>): Promise<readonly KnownImage[]> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code === 'ABORTED') throw error;
    notes.push(`cannot compare with ${what}: ${messageOf(error)}`);
    return [];
  }
}
