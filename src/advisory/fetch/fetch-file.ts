import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { hashFileSync } from '../../lib/file/hash-file.ts';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { downloadResumable } from '../../lib/http/download-resumable.ts';
import { type HttpClient, type HttpResponse } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { type HttpLimits } from '../../lib/http/http-limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type FetchState } from './fetch-checkpoint.ts';
import { assertFeedStart } from './assert-feed-start.ts';

export interface FetchedFile {
  /** `missing` is for optional files only. */
  readonly outcome: 'fetched' | 'unchanged' | 'missing';
  readonly state?: FetchState;
}

export interface FetchFileRequest {
  readonly url: URL;
  /** Its folder exists. */
  readonly target: string;
  readonly previous: FetchState | undefined;
  readonly isOptional: boolean;
  /** What the file that names it says its SHA-256 is, in hex. */
  readonly sha256?: string;
  /** Header field of that name; not sent along redirects to other servers. */
  readonly authorization?: string;
  readonly client: HttpClient;
  readonly limits: HttpLimits & { readonly feedBytes: number };
}

/** How often a file that changes while it is read is read again. */
const mostRestarts = 2;

/** Written aside, checked, then renamed; rejects with {@link HttpError} or a coded error, and leaves nothing but what was there before. */
export async function fetchFile(request: FetchFileRequest, runtime: Runtime): Promise<FetchedFile> {
  for (let restarts = 0; ; restarts++) {
    const outcome = await tryFetch(request, runtime).catch((error: unknown) => error);
    if (!(outcome instanceof Error)) return outcome as FetchedFile;
    if (outcome instanceof Unchanged) return unchanged(request, runtime);
    if (outcome instanceof Missing) return { outcome: 'missing' };
    const hasChanged = outcome instanceof HttpError && outcome.kind === 'changed';
    if (!hasChanged || restarts >= mostRestarts) throw outcome;
  }
}

/** The server confirmed what is there, so the file is as fresh as if it had been fetched. */
function unchanged({ previous }: FetchFileRequest, runtime: Runtime): FetchedFile {
  if (previous === undefined) return { outcome: 'unchanged' };
  return { outcome: 'unchanged', state: { ...previous, checkedAt: runtime.now().toISOString() } };
}

async function tryFetch(request: FetchFileRequest, runtime: Runtime): Promise<FetchedFile> {
  const { url, target, client, limits } = request;
  let first: ReadonlyMap<string, string> = new Map();
  const asked = conditions(request);
  const open = async (offset: number, before: ReadonlyMap<string, string> | undefined): Promise<HttpResponse> => {
    const { authorization } = request;
    const headers = {
      ...(offset === 0 ? asked : rangeHeaders(offset, before)),
      ...(authorization !== undefined && { authorization }),
    };
    const response = await client.request(url, { headers }, runtime);
    assertStatus(response, offset, request, Object.keys(asked).length > 0);
    if (before === undefined) first = response.headers;
    return response;
  };
  const hash = createHash('sha256');
  let bytes = 0;
  const checked = async function* (): AsyncIterable<Uint8Array> {
    let start = Buffer.alloc(0);
    for await (const chunk of downloadResumable(open, { limits }, runtime)) {
      bytes += chunk.length;
      if (bytes > limits.feedBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${url.href} has more than ${limits.feedBytes} bytes`);
      if (start.length < 64) start = Buffer.concat([start, chunk.subarray(0, 64)]);
      hash.update(chunk);
      yield chunk;
      report(request, bytes, first, runtime);
    }
    assertFeedStart(start, url);
    if (request.sha256 !== undefined && hash.copy().digest('hex') !== request.sha256)
      throw new PratiqueError('FETCH_FAILED', `${placeOf(url)} does not have the checksum that its index names`);
  };
  await writeFileAtomically(target, checked(), { mode: 0o644, sync: 'content' });
  return { outcome: 'fetched', state: stateOf(url, bytes, hash.digest('hex'), first, runtime) };
}

/** Only for a file that is still there as it was fetched, from the same place: a damaged one is fetched again. */
function conditions({ url, target, previous }: FetchFileRequest): Readonly<Record<string, string>> {
  const onDisk = statSync(target, { throwIfNoEntry: false });
  if (previous?.url !== placeOf(url) || onDisk?.size !== previous.bytes || hashFile(target) !== previous.sha256) return {};
  return {
    ...(previous.etag !== undefined && { 'if-none-match': previous.etag }),
    ...(previous.lastModified !== undefined && { 'if-modified-since': previous.lastModified }),
  };
}

/** A weak ETag does not promise the same bytes (RFC 9110, 13.1.5). */
function rangeHeaders(offset: number, before: ReadonlyMap<string, string> | undefined): Readonly<Record<string, string>> {
  const etag = before?.get('etag');
  const validator = etag === undefined || etag.startsWith('W/') ? before?.get('last-modified') : etag;
  return { range: `bytes=${offset}-`, ...(validator !== undefined && { 'if-range': validator }) };
}

function hashFile(path: string): string | undefined {
  try {
    return hashFileSync(path);
  } catch {
    return undefined;
  }
}

class Unchanged extends Error {}
class Missing extends Error {}

function assertStatus(response: HttpResponse, offset: number, request: FetchFileRequest, isConditional: boolean): void {
  const { status } = response;
  const encoding = response.headers.get('content-encoding') ?? 'identity';
  if (status === 200 && encoding === 'identity') return;
  if (offset > 0 && (status === 206 || status === 416)) return;
  response.discard();
  if (status === 304 && isConditional) throw new Unchanged();
  if ((status === 404 || status === 410) && request.isOptional) throw new Missing();
  const reason = status === 200 ? `has content encoding ${encoding}, which was not requested` : `answered with status ${status}`;
  throw new PratiqueError('FETCH_FAILED', `${placeOf(request.url)} ${reason}`);
}

function report({ url, target }: FetchFileRequest, bytes: number, first: ReadonlyMap<string, string>, runtime: Runtime): void {
  const total = Number(first.get('content-length') ?? Number.NaN);
  runtime.progress({
    id: `fetch ${target}`,
    label: url.pathname,
    done: bytes,
    unit: 'bytes',
    ...(total > 0 && { total, finished: bytes >= total }),
  });
}

function stateOf(url: URL, bytes: number, sha256: string, headers: ReadonlyMap<string, string>, runtime: Runtime): FetchState {
  const etag = headers.get('etag');
  const lastModified = headers.get('last-modified');
  return {
    url: placeOf(url),
    bytes,
    sha256,
    fetchedAt: runtime.now().toISOString(),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
