import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { sha256 } from './small-image.ts';

/** One stored manifest. */
export interface StoredManifest {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

export interface StoredRepository {
  readonly manifests: Map<string, StoredManifest>;
  readonly tags: Map<string, string>;
  readonly blobs: Map<string, Buffer>;
}

export interface MemoryRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** What it holds; made when first named. A test may change it behind the registry's back. */
  repository(name: string): StoredRepository;
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[];
}

export interface MemoryRegistryOptions {
  /** The referrers API, `OCI-Subject` included; true when absent. */
  readonly hasReferrers?: boolean;
  /** Entries of one page of tags or referrers; 2 when absent, so that paging is always met. */
  readonly pageSize?: number;
  /** Whether referrers are filtered by the registry. */
  readonly filters?: boolean;
  readonly allowsDelete?: boolean;
  /** Handles the request itself and returns true, or lets the registry handle it. */
  readonly fault?: (request: IncomingMessage, response: ServerResponse, registry: MemoryRegistry) => boolean | Promise<boolean>;
}

const indexType = 'application/vnd.oci.image.index.v1+json';
const notFound = { 'content-type': 'application/json' };

/**
 * A registry as the OCI distribution specification 1.1 has it, on a free port of 127.0.0.1: strict about what is pushed (digests, lengths, media types,
 * blobs that manifests name), and with everything optional that clients must get along with.
 */
export async function startMemoryRegistry(options: MemoryRegistryOptions = {}): Promise<MemoryRegistry> {
  const repositories = new Map<string, StoredRepository>();
  const state: State = { repositories, uploads: new Map(), options };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    registry.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    if (options.fault !== undefined && (await options.fault(request, response, registry))) return;
    await answer(request, response, state).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      fail(response, error.status, error.message);
    });
  };
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry: MemoryRegistry = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    repository: (name) => repositoryOf(state, name),
    requests: [],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}

interface State {
  readonly repositories: Map<string, StoredRepository>;
  readonly uploads: Map<string, string>;
  readonly options: MemoryRegistryOptions;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly state: State;
  readonly url: URL;
  readonly name: string;
  readonly repository: StoredRepository;
  /** Tag, digest or upload. */
  readonly reference: string;
}

const routes: readonly (readonly [RegExp, (call: Call) => void | Promise<void>])[] = [
  [/^\/v2\/(.+)\/manifests\/([^/]+)$/, manifest],
  [/^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/, upload],
  [/^\/v2\/(.+)\/blobs\/([^/]+)$/, blob],
  [/^\/v2\/(.+)\/tags\/(list)$/, tags],
  [/^\/v2\/(.+)\/referrers\/([^/]+)$/, referrers],
];

async function answer(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://registry');
  if (url.pathname === '/v2/') {
    response.writeHead(200, notFound).end('{}');
    return;
  }
  for (const [pattern, handle] of routes) {
    const match = pattern.exec(url.pathname);
    if (match === null) continue;
    const [, name = '', reference = ''] = match;
    await handle({ request, response, state, url, name, repository: repositoryOf(state, name), reference });
    return;
  }
  fail(response, 404, 'NAME_UNKNOWN');
}

function repositoryOf({ repositories }: State, name: string): StoredRepository {
  const known = repositories.get(name) ?? { manifests: new Map(), tags: new Map(), blobs: new Map() };
  repositories.set(name, known);
  return known;
}

async function manifest(call: Call): Promise<void> {
  const { request, response, repository, reference, state } = call;
  if (request.method === 'PUT') {
    await putManifest(call);
    return;
  }
  const digest = reference.includes(':') ? reference : repository.tags.get(reference);
  const stored = digest === undefined ? undefined : repository.manifests.get(digest);
  if (digest === undefined || stored === undefined) {
    fail(response, 404, 'MANIFEST_UNKNOWN');
  } else if (request.method === 'DELETE') {
    if (state.options.allowsDelete === false) throw new Refused(405, 'UNSUPPORTED');
    repository.manifests.delete(digest);
    for (const [tag, target] of repository.tags) if (target === digest) repository.tags.delete(tag);
    response.writeHead(202).end();
  } else {
    const headers = { 'content-type': stored.mediaType, 'content-length': stored.bytes.length, 'docker-content-digest': digest };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : stored.bytes);
  }
}

interface WrittenManifest {
  readonly schemaVersion?: number;
  readonly mediaType?: string;
  readonly config?: { readonly digest: string; readonly size: number; readonly mediaType: string };
  readonly layers?: readonly { readonly digest: string; readonly size: number }[];
  readonly manifests?: readonly { readonly digest: string; readonly size: number }[];
  readonly subject?: { readonly digest: string; readonly size?: number; readonly mediaType?: string };
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

async function putManifest({ request, response, repository, reference, name, state }: Call): Promise<void> {
  const bytes = await readAll(request);
  const digest = sha256(bytes);
  const mediaType = request.headers['content-type'] ?? '';
  const document = parse(bytes);
  if (document?.schemaVersion !== 2 || mediaType === '' || (document.mediaType ?? mediaType) !== mediaType)
    throw new Refused(400, 'MANIFEST_INVALID');
  if (reference.includes(':') && reference !== digest) throw new Refused(400, 'DIGEST_INVALID');
  const blobs = [document.config, ...(document.layers ?? [])].filter((each) => each !== undefined);
  const isComplete =
    blobs.every((each) => repository.blobs.get(each.digest)?.length === each.size) &&
    (document.manifests ?? []).every(
      (each) => reference.startsWith('sha256-') || repository.manifests.get(each.digest)?.bytes.length === each.size,
    );
  if (!isComplete) throw new Refused(404, 'MANIFEST_BLOB_UNKNOWN');
  repository.manifests.set(digest, { bytes, mediaType });
  if (!reference.includes(':')) repository.tags.set(reference, digest);
  const isListed = document.subject !== undefined && state.options.hasReferrers !== false;
  const subject = isListed ? { 'oci-subject': document.subject.digest } : {};
  response.writeHead(201, { location: `/v2/${name}/manifests/${digest}`, 'docker-content-digest': digest, ...subject }).end();
}

async function upload({ request, response, repository, name, reference, url, state }: Call): Promise<void> {
  const digest = url.searchParams.get('digest') ?? '';
  if (request.method === 'POST') {
    const source = state.repositories.get(url.searchParams.get('from') ?? '')?.blobs.get(url.searchParams.get('mount') ?? '');
    if (source !== undefined) {
      const mounted = sha256(source);
      repository.blobs.set(mounted, source);
      response.writeHead(201, { location: `/v2/${name}/blobs/${mounted}`, 'docker-content-digest': mounted }).end();
      return;
    }
    const id = randomUUID();
    state.uploads.set(id, name);
    response.writeHead(202, { location: `/v2/${name}/blobs/uploads/${id}?_state=a%2Fb%3D%3D`, range: '0-0' }).end();
    return;
  }
  const isKnown = state.uploads.get(reference) === name && url.search.startsWith('?_state=a%2Fb%3D%3D&digest=');
  if (request.method !== 'PUT' || !isKnown) throw new Refused(404, 'BLOB_UPLOAD_UNKNOWN');
  if (request.headers['content-length'] === undefined) throw new Refused(411, 'SIZE_INVALID');
  const bytes = await readAll(request);
  state.uploads.delete(reference);
  if (sha256(bytes) !== digest) throw new Refused(400, 'DIGEST_INVALID');
  repository.blobs.set(digest, bytes);
  response.writeHead(201, { location: `/v2/${name}/blobs/${digest}`, 'docker-content-digest': digest }).end();
}

function blob({ request, response, repository, reference }: Call): void {
  const bytes = repository.blobs.get(reference);
  if (bytes === undefined) throw new Refused(404, 'BLOB_UNKNOWN');
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = bytes.subarray(start);
  const headers = { 'content-type': 'application/octet-stream', 'content-length': part.length, 'docker-content-digest': reference };
  if (start === 0) response.writeHead(200, headers);
  else response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` });
  response.end(request.method === 'HEAD' ? undefined : part);
}

function tags({ response, repository, name, url, state }: Call): void {
  const all = [...repository.tags.keys()].sort().filter((tag) => tag > (url.searchParams.get('last') ?? ''));
  const page = all.slice(0, state.options.pageSize ?? 2);
  const link = all.length > page.length ? { link: `</v2/${name}/tags/list?n=${page.length}&last=${page.at(-1)}>; rel="next"` } : {};
  response.writeHead(200, { 'content-type': 'application/json', ...link }).end(JSON.stringify({ name, tags: page }));
}

function referrers({ response, repository, name, reference, url, state }: Call): void {
  if (state.options.hasReferrers === false) throw new Refused(404, 'UNSUPPORTED');
  const filter = url.searchParams.get('artifactType');
  const isFiltered = filter !== null && state.options.filters !== false;
  const all = [...repository.manifests].flatMap(([digest, { bytes, mediaType }]) => {
    const document = parse(bytes);
    if (document?.subject?.digest !== reference) return [];
    const artifactType = document.artifactType ?? document.config?.mediaType;
    if (isFiltered && artifactType !== filter) return [];
    return [{ mediaType, digest, size: bytes.length, artifactType, annotations: document.annotations }];
  });
  const start = Number(url.searchParams.get('start') ?? 0);
  const end = start + (state.options.pageSize ?? 2);
  const query = new URLSearchParams({ ...(filter === null ? {} : { artifactType: filter }), start: String(end) }).toString();
  response
    .writeHead(200, {
      'content-type': indexType,
      ...(isFiltered ? { 'oci-filters-applied': 'artifactType' } : {}),
      ...(all.length > end ? { link: `</v2/${name}/referrers/${reference}?${query}>; rel="next"` } : {}),
    })
    .end(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: all.slice(start, end) }));
}

class Refused extends Error {
  readonly status: number;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
  }
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, notFound).end(JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }));
}

function parse(bytes: Buffer): WrittenManifest | undefined {
  try {
    return JSON.parse(bytes.toString()) as WrittenManifest;
  } catch {
    return undefined;
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
