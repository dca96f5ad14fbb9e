import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type BuiltImage } from '../../support/image-builder.ts';

export interface LayerServer extends AsyncDisposable {
  readonly url: string;
  /** Every request: its path, and its header fields. */
  readonly requests: readonly { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves the layers of an image as clair-scanner does, at `/<number>/layer.tar`, and whatever else at other paths. */
export async function serveLayers(image: BuiltImage | undefined, others: Readonly<Record<string, Answer>> = {}): Promise<LayerServer> {
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    const other = others[path];
    const layer = image?.layers[Number(/^\/(\d+)\/layer\.tar$/.exec(path)?.[1] ?? Number.NaN)];
    if (other !== undefined) other(request, response);
    else if (layer === undefined) response.writeHead(404).end('404 page not found');
    else response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': layer.blob.length }).end(layer.blob);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
