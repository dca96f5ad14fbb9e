import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface LoopbackAnswer {
  readonly status?: number;
  readonly body?: Uint8Array;
  /** Never answers. */
  readonly isSilent?: boolean;
  /** Sends the body again and again until nobody listens. */
  readonly isEndless?: boolean;
}

const notFound: LoopbackHandler = () => ({ status: 404 });

export type LoopbackHandler = (body: Buffer) => LoopbackAnswer | Promise<LoopbackAnswer>;

/** An HTTP server of this machine whose answers a test decides by path. */
export class LoopbackServer implements AsyncDisposable {
  readonly origin: string;
  readonly handlers = new Map<string, LoopbackHandler>();
  /** Paths in the order of requests. */
  readonly requests: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<LoopbackServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const result = new LoopbackServer(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        result.requests.push(request.url ?? '');
        const handler = result.handlers.get(request.url ?? '') ?? notFound;
        void Promise.resolve(handler(Buffer.concat(chunks))).then(
          ({ status = 200, body = Buffer.from(''), isSilent = false, isEndless = false }) => {
            if (isSilent) return;
            response.writeHead(status);
            const send = (): void => {
              if (!response.destroyed) response.write(body, send);
            };
            if (isEndless) send();
            else response.end(body);
          },
        );
      });
    });
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
