import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, type LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchSource } from '../../src/advisory/fetch/fetch-source.ts';
import { quickRuntime } from '../support/quick-runtime.ts';
import { HttpRevocationFetcher } from '../../src/trust/notation/revocation/http-revocation-fetcher.ts';
import { requestTimestamp } from '../../src/trust/notation/sign/request-timestamp.ts';
import { signEnvelope } from '../../src/trust/notation/sign/sign-envelope.ts';
import { verifyNotation } from '../../src/trust/notation/verify-notation.ts';
import { parseGun } from '../../src/trust/notary/gun.ts';
import { openHttpRemote } from '../../src/trust/notary/remote/http-remote.ts';
import { fetchPublicKey } from '../../src/trust/sigstore/key/fetch-public-key.ts';
import { refreshTrustedRoot } from '../../src/trust/sigstore/refresh/refresh-trusted-root.ts';
import { askService } from '../../src/trust/sigstore/sign/service-connection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { makeTufRepository } from '../support/tuf-repository.ts';
import { authorityExtensions, leafExtensions, type MadeCertificate, OpensslCertificates } from './notation/support/openssl-certificates.ts';
import { optionsOf, runtimeAt, signerOf, statementOf, subject } from './notation/support/sign-sample.ts';

/** Hosts that certificates, trust servers and options name, and that do not exist. Names under `invalid` never resolve. */
const folder = temporaryFolder();
const runtime = quickRuntime();
const unresolved = /host name (?:not found \(ENOTFOUND|lookup failed, the DNS server did not answer \(EAI_AGAIN) b\.invalid\)/;
afterAll(() => folder[Symbol.dispose]());

describe('the revocation servers of a Notation signature', () => {
  const openssl = new OpensslCertificates(folder.path);
  let root: MadeCertificate;
  beforeAll(() => {
    root = openssl.make({ subject: '/CN=root', extensions: authorityExtensions });
  });

  const places = [
    ['OCSP server', 'authorityInfoAccess=OCSP;URI:http://b.invalid/ocsp'],
    ['revocation list', 'crlDistributionPoints=URI:http://b.invalid/list.crl'],
  ] as const;

  async function verify(place: string, level: string, lookup?: LookupFunction): Promise<unknown> {
    await using revocationFetcher = new HttpRevocationFetcher(lookup === undefined ? {} : { lookup });
    const leaf = openssl.make({ issuer: root, extensions: [...leafExtensions, place] });
    // After its certificate was made, which counts whole seconds.
    const now = new Date(Date.now() + 1_000);
    const signed = await signEnvelope(subject, signerOf([leaf, root]), {}, runtimeAt(now));
    const statement = statementOf({ signatureVerification: { level } });
    const options = optionsOf({ 'ca:acme': [root] }, { revocationFetcher });
    return await verifyNotation({ ...signed, foundAt: 'it' }, subject, statement, options, runtimeAt(now)).catch((error: unknown) => error);
  }

  it.each(places)('refuses the signature by name and reason under the level strict: %s', async (_, place) => {
    expect(await verify(place, 'strict')).toMatchObject({
      code: 'NOTATION_REVOCATION_UNKNOWN',
      message: expect.stringMatching(new RegExp(`^b\\.invalid: ${unresolved.source}$`)),
    });
  });

  it.each(places)('only logs under the level permissive: %s', async (_, place) => {
    expect(await verify(place, 'permissive')).toMatchObject({
      kind: 'trusted',
      logged: [expect.objectContaining({ message: expect.stringMatching(unresolved) })],
    });
  });

  it.each(places)('names an address that is off limits, and no other: %s', async (_, place) => {
    const lookup: LookupFunction = (_hostname, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    expect(await verify(place, 'strict', lookup)).toMatchObject({
      code: 'NOTATION_REVOCATION_UNKNOWN',
      message: expect.stringMatching(
        /^b\.invalid: resolves to 127\.0\.0\.1, a loopback address; only public and private addresses are allowed$/,
      ),
    });
  });
});

describe('a public key at a URL', () => {
  const serve = async (listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
    };
  };
  const sendKey: RequestListener = (request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/cosign.pub' }).end();
    else response.end('a key');
  };

  it('may be moved on its own server', async () => {
    await using home = await serve(sendKey);
    expect(await fetchPublicKey(`${home.url}/moved`, {}, runtime)).toBe('a key');
  });

  it('is not taken from another server', async () => {
    await using other = await serve(sendKey);
    await using home = await serve((_, response) => response.writeHead(302, { location: `${other.url}/cosign.pub` }).end());
    await expect(fetchPublicKey(`${home.url}/cosign.pub`, {}, runtime)).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: `the key at ${home.url}/cosign.pub was not used: ${home.url.slice(7)} redirected to another server, ${other.url}`,
      hint: `pass the URL of the key there if you trust that server: ${other.url}/cosign.pub`,
    });
  });
});

describe('services of signing', () => {
  it('a timestamp authority of Notation', async () => {
    const asked = requestTimestamp(Buffer.from('x'), 'sha256', { url: new URL('http://b.invalid/tsa'), roots: [] }, runtime);
    await expect(asked).rejects.toMatchObject({ code: 'SIGNING_FAILED', message: expect.stringMatching(unresolved) });
  });

  it.each(['the certificate authority', 'the transparency log', 'the timestamp authority'])('%s of sigstore', async (what) => {
    const asked = askService({ what, url: new URL('https://b.invalid/api'), headers: {}, body: '', accepts: [200] }, {}, runtime);
    await expect(asked).rejects.toMatchObject({
      code: 'SIGNING_FAILED',
      message: expect.stringMatching(new RegExp(`^${what}: b\\.invalid: ${unresolved.source}`)),
    });
  });

  it('a TUF mirror of the trusted root', async () => {
    const initialRoot = makeTufRepository({}).firstRoot;
    const refreshed = refreshTrustedRoot({ mirror: new URL('https://b.invalid/'), directory: folder.path, initialRoot }, runtime);
    await expect(refreshed).rejects.toMatchObject({ code: 'FETCH_FAILED', message: expect.stringMatching(unresolved) });
  });
});

describe('Notary', () => {
  const gun = parseGun('localhost:5000/lab/app');
  const read = async (server: string): Promise<unknown> => {
    await using remote = await openHttpRemote(gun, { server });
    return await remote.fetch({ role: 'root' }, 1_000, runtime);
  };

  it('a trust server', async () => {
    await expect(read('https://b.invalid')).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringMatching(unresolved),
    });
  });

  it.each<[string, number, Readonly<Record<string, string>>, string, RegExp]>([
    [
      'the token server of a trust server',
      401,
      { 'www-authenticate': 'Bearer realm="https://b.invalid/token",service="s"' },
      'REGISTRY_UNREACHABLE',
      unresolved,
    ],
    [
      'the target of a redirect, which is not followed',
      307,
      { location: 'https://b.invalid/root.json' },
      'REGISTRY_REDIRECT',
      /127\.0\.0\.1:\d+ redirected to b\.invalid: redirects are not followed$/,
    ],
  ])('%s', async (_, status, headers, code, message) => {
    const server = createServer((_request, response) => response.writeHead(status, headers).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const failed = read(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('advisory feeds', () => {
  const source = { id: 'test', files: [{ path: 'a.json', upstream: 'https://b.invalid/a.json' }] };

  it.each([
    ['a publisher', undefined],
    ['a mirror', new URL('http://b.invalid/feeds/')],
  ])('%s', async (_, mirror) => {
    const fetched = fetchSource(source, { folder: folder.path, ...(mirror === undefined ? {} : { mirror }) }, runtime);
    await expect(fetched).rejects.toMatchObject({ code: 'FETCH_FAILED', message: expect.stringMatching(unresolved) });
  });
});
