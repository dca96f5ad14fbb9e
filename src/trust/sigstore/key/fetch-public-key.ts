import { HttpClient } from '../../../lib/http/http-client.ts';
import { HttpError } from '../../../lib/http/http-error.ts';
import { type ProxySettings } from '../../../lib/http/proxy-settings.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';

export interface KeyConnection {
  readonly proxy?: ProxySettings;
  /** PEM text; trusted in addition to Node's certificate authorities. */
  readonly certificateAuthorities?: string;
}

/**
 * The text of a public key at a URL. Whose server hands out a key decides whose signatures are trusted, so a redirect to another server is refused. Throws
 * FETCH_FAILED and ABORTED.
 */
export async function fetchPublicKey(url: string, connection: KeyConnection, runtime: Runtime): Promise<string> {
  const home = new URL(url);
  const client = new HttpClient({ home, limits, ...connection });
  try {
    const { status, bytes, url: from } = await client.requestWhole(home, {}, limits.publicKeyBytes, runtime);
    if (from.origin !== home.origin)
      throw new PratiqueError('FETCH_FAILED', `the key at ${url} was not used: ${home.host} redirected to another server, ${from.origin}`, {
        hint: `pass the URL of the key there if you trust that server: ${from.href.slice(0, 200)}`,
      });
    if (status === 200) return Buffer.from(bytes).toString('utf8');
    throw new PratiqueError('FETCH_FAILED', `the key at ${url} was not fetched: the server answered with status ${status}`, {
      hint: 'check the URL, or pass the key as a file',
    });
  } catch (cause) {
    if (!(cause instanceof HttpError)) throw cause;
    throw new PratiqueError(cause.kind === 'aborted' ? 'ABORTED' : 'FETCH_FAILED', `the key at ${url} was not fetched: ${cause.message}`, {
      cause,
      hint: 'check the URL, or pass the key as a file',
    });
  } finally {
    await client.close();
  }
}
