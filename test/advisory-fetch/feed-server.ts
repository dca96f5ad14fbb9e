import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';

export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly etag?: string;
  readonly lastModified?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ranges are not understood. */
  readonly withoutRanges?: boolean;
  /** The connection is closed after this many bytes of a response, this many times. */
  readonly cut?: { readonly afterBytes: number; times: number };
  /** 304 whatever is asked. */
  readonly always304?: boolean;
  /** No Content-Length. */
  readonly isChunked?: boolean;
}

export interface SeenRequest {
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** A publisher's server on loopback, with validators, ranges and faults; ends with its holder. */
export async function startFeedServer(
  files: Map<string, ServedFile>,
): Promise<{ readonly url: URL; readonly seen: SeenRequest[] } & AsyncDisposable> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => answer(files, seen, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: new URL(`http://127.0.0.1:${port}/mirror/`), seen, [Symbol.asyncDispose]: stop };
}

export function servedFile(bytes: Uint8Array | string, more: Omit<Partial<ServedFile>, 'bytes'> = {}): ServedFile {
  const content = Buffer.from(bytes);
  return { bytes: content, etag: `"${createHash('sha256').update(content).digest('hex').slice(0, 8)}"`, ...more };
}

function answer(files: Map<string, ServedFile>, seen: SeenRequest[], request: IncomingMessage, response: ServerResponse): void {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname).replace('/mirror/', '');
  const file = files.get(path);
  const interesting = ['if-none-match', 'if-modified-since', 'range', 'if-range'];
  const headers = Object.fromEntries(
    interesting.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]])),
  );
  const plan = planAnswer(file, headers);
  seen.push({ path, status: plan.status, headers });
  response.writeHead(plan.status, plan.headers);
  const cut = file?.cut;
  if (cut === undefined || cut.times === 0 || plan.body.length <= cut.afterBytes) {
    response.end(plan.body);
    return;
  }
  cut.times--;
  response.write(plan.body.subarray(0, cut.afterBytes), () => setTimeout(() => response.destroy(), 20));
}

function planAnswer(
  file: ServedFile | undefined,
  asked: Readonly<Record<string, string>>,
): { readonly status: number; readonly headers: Record<string, string>; readonly body: Uint8Array } {
  if (file === undefined) return { status: 404, headers: {}, body: Buffer.from('not here') };
  const validators: Record<string, string> = {
    ...(file.etag !== undefined && { etag: file.etag }),
    ...(file.lastModified !== undefined && { 'last-modified': file.lastModified }),
    ...file.headers,
  };
  const isUnchanged =
    file.always304 === true ||
    (file.etag === undefined
      ? file.lastModified !== undefined && asked['if-modified-since'] === file.lastModified
      : asked['if-none-match'] === file.etag);
  if (isUnchanged) return { status: 304, headers: validators, body: Buffer.alloc(0) };
  const start = Number(/^bytes=(\d+)-$/.exec(asked['range'] ?? '')?.[1] ?? Number.NaN);
  const isSame = asked['if-range'] === undefined || asked['if-range'] === file.etag || asked['if-range'] === file.lastModified;
  if (!Number.isNaN(start) && isSame && file.withoutRanges !== true) {
    const body = file.bytes.subarray(start);
    const range = `bytes ${start}-${file.bytes.length - 1}/${file.bytes.length}`;
    return { status: 206, headers: { ...validators, 'content-range': range, 'content-length': String(body.length) }, body };
  }
  const length = file.isChunked === true ? {} : { 'content-length': String(file.bytes.length) };
  return { status: file.status ?? 200, headers: { ...validators, ...length }, body: file.bytes };
}
