import { publicAddresses } from '../../lib/http/address-class.ts';
import { HttpClient } from '../../lib/http/http-client.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Destination } from './channel.ts';

const mostAnswerBytes = 64 * 1_024;

/** Sends JSON to an address that a client gave: never to a private one unless that is allowed, never after a redirect, and nothing of the answer is kept. Throws an error with the status. */
export async function postJson(
  { target, allowsPrivateAddresses }: Destination,
  body: string,
  headers: Readonly<Record<string, string>>,
  runtime: Runtime,
): Promise<void> {
  const client = new HttpClient({
    home: target,
    limits: { ...limits, headersTimeoutMs: 5_000, connectTimeoutMs: 5_000, attempts: 1, redirects: 0 },
    ...(allowsPrivateAddresses ? {} : { homeClasses: publicAddresses }),
  });
  try {
    const { status } = await client.requestWhole(
      target,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body, maxAttempts: 1 },
      mostAnswerBytes,
      runtime,
    );
    if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`);
  } finally {
    await client.close();
  }
}
