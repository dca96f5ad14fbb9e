import { randomUUID, sign, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Certificate } from './certificate.ts';

export interface TokenServer extends AsyncDisposable {
  readonly realm: string;
  readonly issuer: string;
  readonly service: string;
  /** Method, query or form, and `authorization` of every request. */
  readonly requests: { readonly method: string; readonly fields: URLSearchParams; readonly authorization?: string }[];
}

/** A token server as distribution's docs/spec/auth describes it: GET with Basic or nobody, POST with a refresh token; RS256 with x5c. */
export async function startTokenServer(
  certificate: Certificate,
  users: { readonly basic: string; readonly refreshToken: string },
): Promise<TokenServer> {
  const requests: TokenServer['requests'] = [];
  const [issuer, service] = ['pratique-test-issuer', 'pratique-test-registry'];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fields = await readFields(request);
    const { authorization } = request.headers;
    requests.push({ method: request.method ?? '', fields, ...(authorization === undefined ? {} : { authorization }) });
    const isKnown =
      authorization === `Basic ${Buffer.from(users.basic).toString('base64')}` || fields.get('refresh_token') === users.refreshToken;
    if (!isKnown && (authorization !== undefined || fields.has('refresh_token'))) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[{"code":"UNAUTHORIZED","message":"who are you?"}]}');
      return;
    }
    const access = isKnown ? parseScopes(fields) : [];
    const token = signToken({ issuer, service, access }, certificate);
    const name = request.method === 'POST' ? 'access_token' : 'token';
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ [name]: token, expires_in: 300 }));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const realm = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { realm, issuer, service, requests, [Symbol.asyncDispose]: stop };
}

interface Access {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

function parseScopes(fields: URLSearchParams): readonly Access[] {
  return fields
    .getAll('scope')
    .flatMap((scope) => scope.split(' '))
    .map((scope) => {
      // A name may begin with a host and its port.
      const [type = '', ...rest] = scope.split(':');
      const actions = rest.at(-1) ?? '';
      return { type, name: rest.slice(0, -1).join(':'), actions: actions.split(',') };
    });
}

function signToken(content: { issuer: string; service: string; access: readonly Access[] }, { certificate, key }: Certificate): string {
  const x5c = [new X509Certificate(certificate).raw.toString('base64')];
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    iss: content.issuer,
    sub: 'tester',
    aud: content.service,
    exp: now + 300,
    nbf: now - 10,
    iat: now,
    jti: randomUUID(),
    access: content.access,
  };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ typ: 'JWT', alg: 'RS256', x5c })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

async function readFields(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URL(request.url ?? '/', 'http://localhost').searchParams;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
