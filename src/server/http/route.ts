import { type z } from 'zod';
import { type Access } from '../auth/access.ts';
import { type Caller } from '../auth/caller.ts';
import { type ServerContext } from '../server-context.ts';
import { type Problem } from './problem.ts';

/**
 * One operation of the API, as data: the server, the permissions, the OpenAPI document and the tests of permissions are made from the same list
 * (`routes/routes.ts`). A route without `access` does not compile.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces: `/api/v1/images/{digest}`. */
  readonly path: string;
  readonly access: Access;
  /** For people: what it does, as an imperative. */
  readonly summary: string;
  /** What the API page groups it by: `images`. */
  readonly tag: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Of a JSON body. Without it the handler gets the bytes. */
  readonly body?: z.ZodType;
  /** Bytes that a body may have; `requestBytes` of model/limits.ts if absent. */
  readonly bodyBytes?: number;
  /** What an API that is not ours adds. */
  readonly peer?: PeerApi;
  /** How long the answer may take: milliseconds; a minute if absent. */
  readonly answerMs?: number;
  /** Status and body of the answer; absent where the handler answers with {@link RawAnswer}. */
  readonly status?: number;
  readonly answer?: z.ZodType;
  handle(request: RouteRequest, context: ServerContext): Promise<unknown>;
}

/** An API of another scanner, which its clients speak to us. */
export interface PeerApi {
  /** How it tells what {@link Problem} tells: type and body. */
  readonly problem: (problem: Problem) => { readonly type: string; readonly body: string };
  /** Who calls, where the request has another proof than one of our tokens; `undefined` to look for one. Throws a problem for a proof that is not valid. */
  readonly identify?: (request: UnidentifiedRequest, context: ServerContext) => Promise<Caller | undefined>;
}

export interface UnidentifiedRequest {
  readonly headers: RouteRequest['headers'];
  /** Where the connection comes from. */
  readonly address: string;
}

/** A request whose parts were checked against the route's schemas. */
export interface RouteRequest<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** As received. */
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly caller: Caller;
  /** Aborts when the client closes the connection. */
  readonly signal: AbortSignal;
}

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

interface TypedRoute<P extends z.ZodObject | undefined, Q extends z.ZodObject | undefined, B extends z.ZodType | undefined, A> extends Omit<
  Route,
  'params' | 'query' | 'body' | 'answer' | 'handle'
> {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer?: A;
  handle(
    request: RouteRequest<Parsed<P>, Parsed<Q>, Parsed<B>>,
    context: ServerContext,
  ): Promise<A extends z.ZodType ? z.input<A> | RawAnswer : RawAnswer | undefined>;
}

/** Checks at compile time that a handler takes what its schemas give, and answers what they say. */
export function route<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  A extends z.ZodType | undefined = undefined,
>(definition: TypedRoute<P, Q, B, A>): Route {
  return definition as unknown as Route;
}

/** An answer that is no JSON of the route's schema: text, a stream, another status. */
export class RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;

  constructor(status: number, headers: Readonly<Record<string, string>>, body: RawAnswer['body'] = '') {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}
