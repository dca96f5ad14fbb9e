import { type ScanOptions } from '../../../src/scan/scan-target.ts';
import { quietRuntime } from '../../../src/model/runtime.ts';
import { type DatabasePlace } from '../../../src/postgres/open-server-database.ts';
import { routes } from '../../../src/server/routes/routes.ts';
import { serve, type RunningServer, type ServeOptions } from '../../../src/server/serve.ts';
import { until } from '../../support/until.ts';

export interface TestServer extends AsyncDisposable {
  readonly server: RunningServer;
  readonly url: string;
  /** Of the first administrator. */
  readonly token: string;
  /** Asks the API as JSON. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    options?: { readonly token?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer>;
  /** Waits until a job ends, and returns it. */
  ended(
    job: string,
  ): Promise<{ readonly state: string; readonly output?: Readonly<Record<string, unknown>>; readonly [key: string]: unknown }>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at whatever was answered
  readonly body: any;
}

export interface TestServerOptions {
  readonly database: DatabasePlace;
  readonly scan?: Partial<ScanOptions>;
  readonly change?: Partial<ServeOptions>;
  readonly token?: string;
}

export async function startServer({ database, scan, change, token }: TestServerOptions): Promise<TestServer> {
  const stopping = new AbortController();
  const runtime = quietRuntime({ signal: stopping.signal });
  const server = await serve(
    {
      database,
      key: Buffer.alloc(32, 7),
      host: '127.0.0.1',
      port: 0,
      role: 'all',
      requestsPerMinute: 1_000_000,
      settings: {
        toolVersion: '0.0.0-test',
        scan: { open: { platform: 'all', registry: {} }, threads: 0, ...scan },
        allowsPrivateAddresses: true,
        concurrency: 2,
      },
      ...change,
    },
    runtime,
  );
  const own = token ?? server.firstToken ?? '';
  const ask: TestServer['ask'] = async (method, path, body, options = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...(options.token === '' ? {} : { authorization: `Bearer ${options.token ?? own}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const answered = isJson && text !== '' ? (JSON.parse(text) as unknown) : text;
    if (response.ok) assertDescribed(method, path, answered);
    return { status: response.status, headers: response.headers, body: answered };
  };
  return {
    server,
    url: server.url,
    token: own,
    ask,
    ended: async (job) => {
      let last: Answer | undefined;
      await until(`job ${job} ends`, async () => {
        last = await ask('GET', `/api/v1/jobs/${job}`);
        return ['completed', 'failed', 'cancelled'].includes(last.body.state);
      });
      return last!.body as Awaited<ReturnType<TestServer['ended']>>;
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Every answer that a test gets is one that the route's schema describes, to the last member. */
function assertDescribed(method: string, path: string, answered: unknown): void {
  const [bare = ''] = path.split('?');
  const found = routes.find((route) => route.method === method && new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare));
  found?.answer?.parse(answered);
}
