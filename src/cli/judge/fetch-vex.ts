import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { HttpClient } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';

/** A VEX document at a URL. It decides which findings count, so only https is used, but for this machine, and another server's answer is refused. Throws FETCH_FAILED. */
export async function fetchVex(url: string, runtime: Runtime): Promise<Uint8Array> {
  const home = new URL(url);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(home.hostname);
  if (home.protocol !== 'https:' && !isLocal)
    throw new PratiqueError('USAGE', `--vex: ${url} is not https`, { hint: 'use https, or download the document' });
  const client = new HttpClient({ home, limits, proxy: readProxySettings() });
  const hint = 'check the URL, or pass the document as a file';
  try {
    const { status, bytes, url: from } = await client.requestWhole(home, {}, limits.vexBytes, runtime);
    if (from.origin !== home.origin)
      throw new PratiqueError(
        'FETCH_FAILED',
        `the VEX document at ${url} was not used: ${home.host} redirected to another server, ${from.origin}`,
        { hint },
      );
    if (status !== 200)
      throw new PratiqueError('FETCH_FAILED', `the VEX document at ${url} was not fetched: the server answered with status ${status}`, {
        hint,
      });
    return bytes;
  } catch (cause) {
    if (!(cause instanceof HttpError)) throw cause;
    const code = cause.kind === 'aborted' ? 'ABORTED' : 'FETCH_FAILED';
    throw new PratiqueError(code, `the VEX document at ${url} was not fetched: ${cause.message}`, { cause, hint });
  } finally {
    await client.close();
  }
}
