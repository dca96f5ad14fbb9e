import { type Digest, toDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { field, readArray, readCount, readObject, readString } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { type GenerationRequest } from '../store/database-generations.ts';
import { parseTargets, type SignedTarget, type VerifiedRepository } from './open-repository.ts';
import { metadataFolder } from './repository-place.ts';

/** Signed target that names the generations before, so that they stay trusted after their own signatures expired. */
export const historyTarget = 'history.json';

export interface Generation {
  /** Version of its `targets.json`. */
  readonly version: number;
  /** RFC 3339. */
  readonly publishedAt: string;
  /** Of its `targets.json`, by which it can be asked for. */
  readonly sha256: string;
  readonly length: number;
}

export interface GenerationHistory {
  /** Of the generation that this is part of. */
  readonly publishedAt: string;
  /** Those before, the newest first. */
  readonly generations: readonly Generation[];
}

export function formatHistory(history: GenerationHistory): string {
  return `${JSON.stringify({ version: 1, ...history }, undefined, 1)}\n`;
}

/** Throws what is wrong with it. */
export function parseHistory(bytes: Uint8Array): GenerationHistory {
  const history = readObject(parseJsonBounded(bytes, { maxBytes: limits.repositoryMetadataBytes, maxDepth: 4 }), 'history');
  return {
    publishedAt: readString(field(history, 'publishedAt'), 'publishedAt'),
    generations: readArray(field(history, 'generations'), 'generations', (value, what) => {
      const entry = readObject(value, what);
      return {
        version: readCount(field(entry, 'version'), `${what}.version`),
        publishedAt: readString(field(entry, 'publishedAt'), `${what}.publishedAt`),
        sha256: readString(field(entry, 'sha256'), `${what}.sha256`),
        length: readCount(field(entry, 'length'), `${what}.length`),
      };
    }),
  };
}

/** A generation that was chosen, to read slices from. */
export interface ChosenGeneration {
  readonly repository: VerifiedRepository;
  /** Absent for the current one. */
  readonly digest?: Digest;
  readonly publishedAt?: string;
}

/**
 * The generation of a repository that is wanted. Rejects with GENERATION_NOT_FOUND where it has none that fits, REPOSITORY_REFUSED for a history that is
 * invalid, and as `VerifiedRepository.read` does.
 */
export async function openGeneration(repository: VerifiedRepository, request: GenerationRequest): Promise<ChosenGeneration> {
  const history = await readHistory(repository);
  return 'asOf' in request ? openAsOf(repository, history, request.asOf) : openByDigests(repository, history, request.digests);
}

async function openAsOf(repository: VerifiedRepository, history: GenerationHistory, asOf: Date): Promise<ChosenGeneration> {
  if (Date.parse(history.publishedAt) <= asOf.getTime()) return { repository, publishedAt: history.publishedAt };
  const found = history.generations.find(({ publishedAt }) => Date.parse(publishedAt) <= asOf.getTime());
  if (found !== undefined) return open(repository, found);
  const oldest = history.generations.at(-1)?.publishedAt ?? history.publishedAt;
  throw notFound(repository, `of ${asOf.toISOString()} or before: its oldest is of ${oldest}`);
}

/** Reports name shards, and a shard may be in many generations: the newest with most of them answers. */
async function openByDigests(
  repository: VerifiedRepository,
  history: GenerationHistory,
  digests: ReadonlySet<string>,
): Promise<ChosenGeneration> {
  let best: ChosenGeneration = { repository, publishedAt: history.publishedAt };
  let most = countTargets(repository.targets, digests);
  for (const generation of history.generations) {
    if (most === digests.size) break;
    const isNamed = digests.has(`sha256:${generation.sha256}`);
    const opened = await open(repository, generation);
    if (isNamed) return opened;
    const count = countTargets(opened.repository.targets, digests);
    if (count > most) [best, most] = [opened, count];
  }
  if (most === 0) throw notFound(repository, `with ${[...digests].join(', ')}`);
  return best;
}

function countTargets(targets: ReadonlyMap<string, SignedTarget>, digests: ReadonlySet<string>): number {
  const there = new Set(Array.from(targets.values(), ({ sha256 }) => `sha256:${sha256}`));
  return [...digests].filter((digest) => there.has(digest)).length;
}

async function open(repository: VerifiedRepository, { version, publishedAt, sha256, length }: Generation): Promise<ChosenGeneration> {
  const bytes = await repository.readFile(`${metadataFolder}/${version}.targets.json`, { sha256, length });
  const targets = parseTargets(bytes);
  const digest = toDigest('sha256', sha256);
  return { repository: repository.withTargets(targets, version), publishedAt, digest };
}

async function readHistory(repository: VerifiedRepository): Promise<GenerationHistory> {
  if (!repository.targets.has(historyTarget))
    throw notFound(repository, 'but the current one: it was published by an older version of pratique');
  const bytes = await repository.read(historyTarget);
  try {
    return parseHistory(bytes);
  } catch (cause) {
    throw new PratiqueError('REPOSITORY_REFUSED', `the history of ${repository.name} is invalid: ${messageOf(cause)}`, { cause });
  }
}

function notFound({ name }: VerifiedRepository, what: string): PratiqueError {
  return new PratiqueError('GENERATION_NOT_FOUND', `${name} has no generation of the advisories ${what}`);
}
