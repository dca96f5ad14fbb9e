import { type Api, type Problem } from './api.ts';

export interface ClientOptions {
  /** Where the server is; in its own pages an empty text. */
  readonly url: string;
  /** An API token; absent in a browser with a session. */
  readonly token?: string;
  /** Of the session: sent with what changes something. Asked for each request, since a log-in sets it. */
  readonly formToken?: () => string | undefined;
  /** Of tests. */
  readonly fetch?: typeof fetch;
}

/** What the server refused, with its RFC 9457 problem; `status` 0 where it did not answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(status: number, message: string, problem?: Problem, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.problem = problem;
  }
}

/** The parts that an operation has. Those of which every member may be left out may be left out. */
type Request<K extends keyof Api> = (Api[K]['params'] extends undefined ? unknown : Pick<Api[K], 'params'>) &
  (Api[K]['body'] extends undefined ? unknown : Pick<Api[K], 'body'>) & {
    readonly query?: Api[K]['query'];
    readonly signal?: AbortSignal;
    /** Of an operation whose body is no JSON. */
    readonly bytes?: Uint8Array;
  };

/** Operations whose answer is a page. */
type ListOf<K extends keyof Api> = Api[K]['answer'] extends { readonly items: readonly (infer Item)[] } ? Item : never;

export interface Client {
  /** Throws {@link ApiError}. */
  call<K extends keyof Api>(operation: K, request: Request<K>): Promise<Api[K]['answer']>;
  /** The body of an answer that is no JSON of the API, as it came. Throws {@link ApiError}, for one of more bytes too. */
  download<K extends keyof Api>(operation: K, request: Request<K>, maxBytes: number): Promise<Uint8Array>;
  /** Every item of a list, page by page. Throws {@link ApiError}. */
  items<K extends keyof Api>(operation: K, request: Request<K>): AsyncIterable<ListOf<K>>;
}

export function createClient(options: ClientOptions): Client {
  const ask = (operation: string, request: LooseRequest): Promise<Response> => {
    const [method = 'GET', path = '/'] = operation.split(' ');
    return send(`${options.url}${fill(path, request)}`, method, request, options);
  };
  const call = async (operation: string, request: LooseRequest): Promise<unknown> => read(await ask(operation, request));
  const read = async (response: Response): Promise<unknown> => {
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
    if (response.ok) return parsed;
    const problem = parsed as Problem | undefined;
    throw new ApiError(response.status, problem?.detail ?? `the server answered ${response.status}`, problem);
  };
  return {
    call: call as Client['call'],
    download: async (operation, request, maxBytes) => {
      const response = await ask(operation, request as LooseRequest);
      if (!response.ok) await read(response);
      return gather(response, maxBytes);
    },
    async *items(operation, request) {
      const loose = request as LooseRequest;
      for (let cursor: string | undefined; ;) {
        const page = (await call(operation, { ...loose, query: { ...loose.query, ...(cursor === undefined ? {} : { cursor }) } })) as {
          items: never[];
          next?: string;
        };
        yield* page.items;
        if (page.next === undefined) return;
        cursor = page.next;
      }
    },
  };
}

async function gather(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    length += next.value.length;
    if (length > maxBytes) throw new ApiError(0, `the answer is longer than ${maxBytes} bytes`);
    chunks.push(next.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

interface LooseRequest {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly bytes?: Uint8Array;
  readonly signal?: AbortSignal;
}

async function send(url: string, method: string, { body, bytes, signal }: LooseRequest, options: ClientOptions): Promise<Response> {
  const formToken = method === 'GET' ? undefined : options.formToken?.();
  try {
    return await (options.fetch ?? fetch)(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(formToken === undefined ? {} : { 'x-pratique-form': formToken }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(bytes === undefined ? {} : { body: bytes as Uint8Array<ArrayBuffer> }),
      ...(signal === undefined ? {} : { signal }),
      redirect: 'error',
    });
  } catch (cause) {
    throw new ApiError(0, `the server does not answer: ${cause instanceof Error ? cause.message : String(cause)}`, undefined, cause);
  }
}

function fill(path: string, { params = {}, query = {} }: LooseRequest): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])).replaceAll('%3A', ':'));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) search.set(name, Array.isArray(value) ? value.join(',') : String(value));
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}
