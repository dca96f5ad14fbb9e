import { HttpClient } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { type DispatcherOptions } from '../../lib/http/dispatchers.ts';
import { type HttpLimits } from '../../lib/http/http-limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type RepositoryPlace } from './repository-place.ts';

export interface HttpPlaceOptions {
  readonly connection?: Omit<DispatcherOptions, 'home' | 'limits'>;
  /** Header field of that name. */
  readonly authorization?: string;
  readonly limits: HttpLimits;
}

/** A repository on any server of files. */
export function httpPlace(base: URL, { connection, authorization, limits }: HttpPlaceOptions): RepositoryPlace {
  const client = new HttpClient({ ...connection, home: base, limits });
  const headers = authorization === undefined ? {} : { authorization };
  return {
    name: base.host,
    read: async (path, maxBytes, runtime) => {
      const url = new URL(base);
      url.pathname = `${base.pathname.replace(/\/*$/, '/')}${path.split('/').map(encodeURIComponent).join('/')}`;
      const { status, bytes } = await client.requestWhole(url, { headers }, maxBytes, runtime).catch((error: unknown) => {
        throw explain(error, url, maxBytes, runtime);
      });
      // Stores of objects answer 403 for what is not there.
      if (status === 404 || status === 403) return undefined;
      if (status !== 200) throw new PratiqueError('FETCH_FAILED', `${place(url)} answered with status ${status}`);
      return Buffer.from(bytes);
    },
    close: () => client.close(),
  };
}

function place(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function explain(error: unknown, url: URL, maxBytes: number, runtime: Runtime): unknown {
  if (runtime.signal.aborted) return new PratiqueError('ABORTED', `the download of ${place(url)} was stopped`, { cause: error });
  if (!(error instanceof HttpError)) return error;
  if (error.kind === 'too-large')
    return new PratiqueError('LIMIT_EXCEEDED', `${place(url)} has more than ${maxBytes} bytes`, { cause: error });
  return new PratiqueError('FETCH_FAILED', `${place(url)}: ${error.reason}`, { cause: error });
}
