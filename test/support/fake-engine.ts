import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type EngineEndpoint } from '../../src/image/engine/engine-endpoint.ts';
import { dockerArchive, type BuiltImage } from './image-builder.ts';

/** An image as an engine has it: what it says of it, and what it exports. */
export interface EngineHolding {
  readonly inspected: unknown;
  readonly archive: Buffer | ((platform: string | undefined) => Buffer | Readable | undefined);
}

export interface FakeEngine extends AsyncDisposable {
  readonly endpoint: EngineEndpoint;
  /** Method and URL of each request. */
  readonly requests: string[];
  readonly images: Map<string, EngineHolding>;
}

/** Handles the request itself and returns true, or lets the engine handle it. */
export type EngineFault = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface FakeEngineOptions {
  /** Folder for its socket; it listens on a port of 127.0.0.1 when absent. */
  readonly folder?: string;
  readonly socketName?: string;
  readonly apiVersion?: string;
  readonly images?: Readonly<Record<string, EngineHolding>>;
  readonly fault?: EngineFault;
  readonly tls?: ServerOptions;
}

/** A real HTTP server that implements the parts of the Docker Engine API for reading images, and misbehaves as configured. */
export async function startFakeEngine(options: FakeEngineOptions): Promise<FakeEngine> {
  const { folder, socketName = 'engine.sock', apiVersion = '1.41', fault, tls } = options;
  const requests: string[] = [];
  const images = new Map(Object.entries(options.images ?? {}));
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(`${request.method} ${request.url}`);
    response.on('error', () => undefined).setHeader('api-version', apiVersion);
    if (fault?.(request, response) !== true) answer(request, response, images);
  };
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  const path = folder === undefined ? undefined : join(folder, socketName);
  await new Promise<void>((resolve) => (path === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve)));
  return {
    endpoint:
      path === undefined ? { kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port } : { kind: 'unix', path },
    requests,
    images,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, images: ReadonlyMap<string, EngineHolding>): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, name = '', question] = /^\/v[\d.]+\/images\/(.+)\/(json|get)$/.exec(url.pathname) ?? [];
  const image = images.get(decodeURIComponent(name));
  if (url.pathname === '/_ping') response.end('OK');
  else if (image === undefined) sendJson(response, 404, { message: `No such image: ${name}` });
  else if (question === 'json') sendJson(response, 200, image.inspected);
  else sendArchive(response, image, url.searchParams.get('platform') ?? undefined);
}

function sendArchive(response: ServerResponse, { archive }: EngineHolding, platform: string | undefined): void {
  const sent = typeof archive === 'function' ? archive(platform) : archive;
  if (sent === undefined) sendJson(response, 404, { message: 'does not provide the specified platform' });
  else if (sent instanceof Readable) {
    response.flushHeaders();
    sent.on('error', () => response.destroy()).pipe(response);
  } else response.writeHead(200, { 'content-type': 'application/x-tar' }).end(sent);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** An image as Docker's classic image store has it, under its ID and its name. */
export function classicHoldings(image: BuiltImage, name: string): Readonly<Record<string, EngineHolding>> {
  const { os, architecture } = image.platform;
  const inspected = {
    Id: image.configDigest,
    RepoTags: [name],
    RepoDigests: [],
    Os: os,
    Architecture: architecture,
    GraphDriver: { Name: 'overlay2', Data: { UpperDir: '/var/lib/docker' } },
    RootFS: { Type: 'layers', Layers: image.layers.map(({ diffId }) => diffId) },
  };
  const holding = { inspected, archive: dockerArchive(image) };
  return { [name]: holding, [image.configDigest]: holding };
}
