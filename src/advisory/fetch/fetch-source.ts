import { dirname, join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { HttpClient } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { type DispatcherOptions } from '../../lib/http/dispatchers.ts';
import { type HttpLimits } from '../../lib/http/http-limits.ts';
import { limits as programLimits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type AdvisorySource, type FeedFile, type FeedFolder } from '../source/advisory-source.ts';
import { feedDatesOf, type FeedDates } from './feed-dates.ts';
import { readFetchCheckpoint, writeFetchCheckpoint } from './fetch-checkpoint.ts';
import { fetchFile, type FetchedFile } from './fetch-file.ts';
import { openFeedFolder } from './open-feed-folder.ts';

export interface FetchOptions {
  /** Where the files are kept between fetches, laid out by {@link FeedFile.path}; created if it does not exist. */
  readonly folder: string;
  /** Root of a mirror with the same layout; without it every publisher is asked itself. */
  readonly mirror?: URL;
  /** Header field `authorization` for the mirror, and for nobody else. */
  readonly authorization?: string;
  readonly connection?: Omit<DispatcherOptions, 'home' | 'limits'>;
  /** Other bounds than the program's, for tests. */
  readonly limits?: HttpLimits & { readonly feedBytes: number };
}

export interface FetchOutcome {
  readonly folder: FeedFolder;
  readonly files: readonly (FetchedFile & { readonly path: string })[];
  readonly dates: FeedDates;
}

/** What fetching has to know of a source. */
export type FetchedSource = Pick<AdvisorySource, 'id' | 'files' | 'linkedFiles'>;

/** An index names a list, which names the files: more rounds than that are no index. */
const mostRounds = 6;

/**
 * Brings the files of one source up to date: asks only for what changed (RFC 9110, 13.1), goes on where a transfer broke off, and puts a
 * file in place whole or not at all. What is there already stays when anything fails.
 *
 * Rejects with FETCH_FAILED for an answer that is no feed (an error, a web page, nothing), LIMIT_EXCEEDED, OUTPUT_UNWRITABLE or ABORTED.
 */
export async function fetchSource(source: FetchedSource, options: FetchOptions, runtime: Runtime): Promise<FetchOutcome> {
  const { folder } = options;
  const limits = options.limits ?? programLimits;
  const checkpoint = new Map(readFetchCheckpoint(folder, source.id));
  const wanted = source.files.filter((file) => file.isFolderOnly !== true);
  const asked = new Map<string, FeedFile>();
  const [firstFile] = wanted;
  if (firstFile === undefined) return { folder: openFeedFolder(folder), files: [], dates: {} };
  const home = addressOf(firstFile, options.mirror);
  const client = new HttpClient({ ...options.connection, home, limits });
  const files: FetchOutcome['files'][number][] = [];
  try {
    let next: readonly FeedFile[] = wanted;
    for (let round = 0; next.length > 0 && round < mostRounds; round++) {
      for (const file of next) {
        asked.set(keyOf(file), file);
        const url = addressOf(file, options.mirror);
        const target = join(folder, file.path);
        makeDirectory(dirname(target));
        const request = {
          url,
          target,
          previous: checkpoint.get(file.path),
          isOptional: file.isOptional === true,
          ...checksumOf(file),
          ...authorizationFor(options),
          client,
          limits,
        };
        const fetched = await fetchFile(request, runtime).catch((error: unknown) => Promise.reject(explain(error, url, runtime)));
        files.push({ path: file.path, ...fetched });
        if (fetched.state === undefined) continue;
        checkpoint.set(file.path, fetched.state);
        writeFetchCheckpoint(folder, source.id, checkpoint);
      }
      next = (source.linkedFiles?.(openFeedFolder(folder)) ?? []).filter((file) => !asked.has(keyOf(file)));
    }
  } finally {
    await client.close();
  }
  if (files.every(({ outcome }) => outcome === 'missing')) {
    throw new PratiqueError('FETCH_FAILED', `${source.id}: none of its ${files.length} files was found at ${home.origin}`);
  }
  const states = new Map(files.flatMap(({ path, state }) => (state === undefined ? [] : [[path, state] as const])));
  return { folder: openFeedFolder(folder), files, dates: feedDatesOf([...asked.values()], states) };
}

/** The same place may be named again with another address once its index is known. */
function keyOf({ path, upstream }: FeedFile): string {
  return `${path} ${upstream}`;
}

function checksumOf({ sha256 }: FeedFile): Pick<FeedFile, 'sha256'> {
  return sha256 === undefined ? {} : { sha256 };
}

function authorizationFor({ mirror, authorization }: FetchOptions): { readonly authorization?: string } {
  return mirror === undefined || authorization === undefined ? {} : { authorization };
}

/** A mirror has the files at their paths; blanks and the like are escaped, slashes are not. */
function addressOf(file: FeedFile, mirror: URL | undefined): URL {
  if (mirror === undefined) return new URL(file.upstream);
  const url = new URL(mirror);
  const base = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  url.pathname = base + file.path.split('/').map(encodeURIComponent).join('/');
  return url;
}

function explain(error: unknown, url: URL, runtime: Runtime): Error {
  if (runtime.signal.aborted)
    return new PratiqueError('ABORTED', `the download of ${url.origin}${url.pathname} was stopped`, { cause: error });
  if (!(error instanceof HttpError)) return error instanceof Error ? error : new Error(String(error));
  return new PratiqueError('FETCH_FAILED', `${url.origin}${url.pathname}: ${error.where === url.host ? error.reason : error.message}`, {
    cause: error,
  });
}
