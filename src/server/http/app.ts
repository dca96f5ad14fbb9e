import { Readable } from 'node:stream';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import rateLimit from '@fastify/rate-limit';
import { limits } from '../../model/limits.ts';
import { authenticate } from '../auth/authenticate.ts';
import { admit, nobody, type Caller } from '../auth/caller.ts';
import { type ServerContext } from '../server-context.ts';
import { parseParts } from './parse-parts.ts';
import { Problem } from './problem.ts';
import { type PeerApi, RawAnswer, type Route } from './route.ts';
import { securityHeaders } from './security-headers.ts';
import { toProblem } from './to-problem.ts';

export interface AppOptions {
  /** Requests that one address or one caller may make in a minute. */
  readonly requestsPerMinute: number;
  /** Called with each answer, for figures about them. */
  readonly onAnswered?: (route: Route, status: number, milliseconds: number) => void;
}

/** The HTTP server of these routes. It does not listen yet. */
export async function createApp(routes: readonly Route[], context: ServerContext, options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: limits.requestBytes,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 30_000,
    maxRequestsPerSocket: 10_000,
    routerOptions: { maxParamLength: 2_048 },
    // Clients behind one proxy share its address: what they send in X-Forwarded-For is theirs to make up.
    trustProxy: false,
    forceCloseConnections: 'idle',
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', (_request, reply, payload, done) => {
    for (const [name, value] of Object.entries(securityHeaders)) if (!reply.hasHeader(name)) void reply.header(name, value);
    done(null, payload);
  });
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: ({ ip, headers }) => `${ip} ${headers.authorization ?? headers.cookie ?? ''}`,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem(429, `more than ${options.requestsPerMinute} requests in a minute`, {
        headers: { 'retry-after': String(Math.ceil(ttl / 1_000)) },
      }),
  });
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, toProblem(error, context.runtime.log)));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new Problem(404, `${request.method} ${request.url.slice(0, 200)} does not exist`)),
  );
  for (const route of routes) mount(app, route, context, options);
  return app;
}

function mount(app: FastifyInstance, route: Route, context: ServerContext, { onAnswered }: AppOptions): void {
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1').replaceAll(':wildcard', '*'),
    bodyLimit: route.bodyBytes ?? limits.requestBytes,
    ...(route.peer === undefined
      ? {}
      : { errorHandler: (error, _request, reply) => void sendProblem(reply, toProblem(error, context.runtime.log), route.peer) }),
    handler: async (request, reply) => {
      const startedAt = performance.now();
      try {
        return await answer(route, request, reply, context);
      } finally {
        onAnswered?.(route, reply.statusCode, performance.now() - startedAt);
      }
    },
  });
}

async function answer(route: Route, request: FastifyRequest, reply: FastifyReply, context: ServerContext): Promise<unknown> {
  // The server's own bound on silence is for requests that are answered at once.
  if (route.answerMs !== undefined) request.raw.socket.setTimeout(route.answerMs);
  const caller = await admitted(route, request, context);
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const parts = parseParts(route, { params: request.params, query: request.query, bytes, contentType: request.headers['content-type'] });
  const result = await route.handle({ ...parts, bytes, headers: request.headers, caller, signal: gone.signal }, context);
  if (result instanceof RawAnswer) {
    void reply.code(result.status).headers(result.headers);
    const { body } = result;
    // Bytes, because Fastify adds a charset to the type of a text.
    if (typeof body === 'string') return reply.send(Buffer.from(body));
    return reply.send(body instanceof Uint8Array ? body : Readable.from(body));
  }
  void reply.code(route.status ?? 200).header('content-type', 'application/json; charset=utf-8');
  return reply.send(result === undefined ? '' : JSON.stringify(result));
}

/** Denied unless the route lets this caller in. A wrong credential is refused also where none is needed, so that nobody takes it for a right one. */
async function admitted(route: Route, { headers, method, ip }: FastifyRequest, context: ServerContext): Promise<Caller> {
  if (route.access === 'own') return nobody;
  const caller =
    (await route.peer?.identify?.({ headers, address: ip }, context)) ??
    (await authenticate(
      { authorization: headers.authorization, cookie: headers.cookie, formToken: headers['x-pratique-form'], method },
      context,
    ));
  const challenge = { headers: { 'www-authenticate': route.peer === undefined ? 'Bearer realm="pratique"' : 'Basic realm="pratique"' } };
  if (caller === undefined) throw new Problem(401, 'the credentials are not valid, have expired or were revoked', challenge);
  const known = admit(caller, route.access);
  if (known !== undefined) return known;
  if (caller.kind === 'nobody') throw new Problem(401, 'this needs a token or a session', challenge);
  throw new Problem(403, `this needs the role ${route.access}`);
}

function sendProblem(reply: FastifyReply, problem: Problem, peer?: PeerApi): FastifyReply {
  const { type, body } = peer?.problem(problem) ?? { type: 'application/problem+json; charset=utf-8', body: JSON.stringify(problem) };
  return reply.code(problem.status).headers(problem.headers).header('content-type', type).send(Buffer.from(body));
}
