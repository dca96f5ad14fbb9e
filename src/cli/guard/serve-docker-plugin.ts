import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { describeRefusal } from '../../harden/guard/describe-refusal.ts';
import { type AuthorizationRequest } from '../../harden/guard/engine-request.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { readBodyAtMost } from '../../lib/http/read-body-at-most.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { textOf } from '../../harden/guard/read-engine-request.ts';
import { decideEngineRequest, type Guard } from './decide-engine-request.ts';
import { type GuardLog } from './guard-log.ts';

/** An authorization plugin of Docker on a Unix socket; docs.docker.com, "Access authorization plugin". Throws OUTPUT_UNWRITABLE. */
export async function serveDockerPlugin(socket: string, guard: Guard, log: GuardLog): Promise<Server> {
  await clearSocket(socket);
  const server = createServer((request, response) => {
    answer(request, guard, log).then(
      (value) => send(response, value),
      (error: unknown) => send(response, { Allow: false, Msg: describeRefusal('the request', [messageOf(error)]), Err: '' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(socket, resolve);
  }).catch((cause: unknown) => {
    throw new PratiqueError('OUTPUT_UNWRITABLE', `cannot listen on ${socket}: ${describeSystemError(cause)}`, { cause, hint: 'run as root, or name another socket with --socket' });
  });
  // Whoever can ask the guard learns what is on this machine.
  chmodSync(socket, 0o600);
  return server;
} // prettier-ignore

async function answer(request: IncomingMessage, guard: Guard, log: GuardLog): Promise<object> {
  if (request.url === '/AuthZPlugin.AuthZReq')
    return authorize(readAuthorization(await readBodyAtMost(request, limits.guardRequestBytes, 'dockerd')), guard, log);
  request.resume();
  // What the engine answers is not judged.
  return request.url === '/Plugin.Activate' ? { Implements: ['authz'] } : { Allow: true, Msg: '', Err: '' };
}

async function authorize(request: AuthorizationRequest, guard: Guard, log: GuardLog): Promise<object> {
  const decided = await decideEngineRequest(request, guard);
  if (!decided.isAllowed || decided.reasons.length > 0 || decided.subject !== undefined) log(decided, { user: request.user, method: request.method, uri: request.uri });
  if (decided.isAllowed) return { Allow: true, Msg: '', Err: '' };
  return { Allow: false, Msg: describeRefusal(decided.subject ?? 'the request', decided.reasons, decided.report), Err: '' };
} // prettier-ignore

function readAuthorization(bytes: Uint8Array): AuthorizationRequest {
  const value = parseJsonBounded(bytes, { maxBytes: limits.guardRequestBytes, maxDepth: 16 });
  if (!isJsonObject(value)) throw new PratiqueError('DOCUMENT_INVALID', 'the request to the plugin is no JSON object');
  const headers = field(value, 'RequestHeaders');
  const body = textOf(value, 'RequestBody');
  return {
    user: textOf(value, 'User'),
    method: textOf(value, 'RequestMethod'),
    uri: textOf(value, 'RequestUri') || textOf(value, 'RequestURI'),
    headers: new Map(Object.entries(isJsonObject(headers) ? headers : {}).flatMap(([name, each]) => (typeof each === 'string' ? [[name.toLowerCase(), each] as const] : []))),
    ...(body === '' ? {} : { body: Buffer.from(body, 'base64') }),
  };
} // prettier-ignore

function send(response: ServerResponse, value: object): void {
  const text = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/vnd.docker.plugins.v1.1+json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** A socket that a stopped guard left is removed; one that answers is another guard's. */
async function clearSocket(socket: string): Promise<void> {
  makeDirectory(dirname(socket));
  const status = lstatSync(socket, { throwIfNoEntry: false });
  if (status === undefined) return;
  const isUsed = status.isSocket() && (await isAnswered(socket));
  if (!status.isSocket() || isUsed)
    throw new PratiqueError('OUTPUT_UNWRITABLE', `${socket} ${isUsed ? 'is used by another program' : 'is no socket'}`, { hint: 'stop the other guard, or name another socket with --socket' });
  unlinkSync(socket);
} // prettier-ignore

function isAnswered(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once('connect', () => { connection.destroy(); resolve(true); }).once('error', () => resolve(false)); // prettier-ignore
  });
}
