import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo } from 'node:net';
import { manifestType, type SmallImage } from './small-image.ts';

export interface FakeRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly origin: string;
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  /** Sockets of this moment; a fault may cut them. */
  bytesSent: number;
}

/** The fault of one test: handles the request itself and returns true, or lets the registry handle it. */
export type Fault = (request: IncomingMessage, response: ServerResponse, registry: FakeRegistry) => boolean | Promise<boolean>;

export interface FakeRegistryOptions {
  readonly image?: SmallImage;
  readonly fault?: Fault;
  readonly tls?: ServerOptions;
}

/** A real HTTP server on a free port of 127.0.0.1 that holds one image under every repository and tag, with ranges, and misbehaves as configured. */
export async function startFakeRegistry({ image, fault, tls }: FakeRegistryOptions): Promise<FakeRegistry> {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    registry.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    response.on('error', () => undefined);
    if (fault !== undefined && (await fault(request, response, registry))) return;
    answer(request, response, image, registry);
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => void serve(request, response);
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('clientError', (_, socket) => socket.writable && socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const registry: FakeRegistry = {
    host,
    origin: `${tls === undefined ? 'http' : 'https'}://${host}`,
    requests: [],
    bytesSent: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}

function answer(request: IncomingMessage, response: ServerResponse, image: SmallImage | undefined, registry: FakeRegistry): void {
  const [, kind, name = ''] = /^\/v2\/.+\/(manifests|blobs)\/([^/?]+)/.exec(request.url ?? '') ?? [];
  if (request.url === '/v2/') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    return;
  }
  if (kind === 'manifests' && image !== undefined && (!name.startsWith('sha256:') || name === image.manifestDigest)) {
    response.writeHead(200, { 'content-type': manifestType, 'docker-content-digest': image.manifestDigest }).end(image.manifest);
    return;
  }
  const blob = kind === 'blobs' ? image?.blobs.get(name) : undefined;
  if (blob !== undefined) sendBlob(request, response, blob, registry);
  else response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[{"code":"NAME_UNKNOWN","message":"not here"}]}');
}

/** Whole, or from `Range: bytes=N-` on. */
export function sendBlob(request: IncomingMessage, response: ServerResponse, blob: Buffer, registry: FakeRegistry): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = blob.subarray(start);
  const headers = { 'content-type': 'application/octet-stream', 'content-length': part.length };
  if (start === 0) response.writeHead(200, headers);
  else response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${blob.length - 1}/${blob.length}` });
  registry.bytesSent += part.length;
  response.end(part);
}
