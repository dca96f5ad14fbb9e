import { randomBytes } from 'node:crypto';
import { decodeExactBase64 } from '../../../lib/bytes/decode-exact-base64.ts';
import { type WholeResponse } from '../../../lib/http/http-client.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, isJsonObject, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { quoteAnswer } from '../../../oci/registry/quote-answer.ts';
import { type PublicKey, readPublicKey } from '../../crypto/public-key.ts';
import { type Gun } from '../gun.ts';
import { type MetadataFile, type MetadataRemote, type ServerKeys } from './metadata-remote.ts';
import { type NotaryAccess, NotarySession, type NotarySessionOptions } from './notary-session.ts';

export interface HttpRemote extends MetadataRemote, AsyncDisposable {
  readonly serverKeys: ServerKeys;
}

/** The metadata of one repository in a Notary server (notary 0.7, server/server.go: its routes). Opens no connection yet. */
export async function openHttpRemote(gun: Gun, options: NotarySessionOptions): Promise<HttpRemote> {
  const session = await NotarySession.open(gun, options);
  const root = `/v2/${gun}/_trust/tuf/`;
  const ask = (access: NotaryAccess, path: string, maxBytes: number, runtime: Runtime): Promise<WholeResponse> =>
    session.ask({ ...access, path: `${root}${path}`, maxBytes, timeoutMs: limits.notaryReadMs }, runtime);
  const key = async (role: string, method: 'GET' | 'POST', actions: NotaryAccess['actions'], runtime: Runtime): Promise<PublicKey> => {
    const what = `the ${role} key of ${gun}`;
    const answer = await ask({ what, actions, http: () => ({ method }) }, `${role}.key`, limits.notaryKeyAnswerBytes, runtime);
    if (answer.status !== 200) throw session.failure(answer, what, runtime);
    return readKeyAnswer(answer, what);
  };
  return {
    name: session.origin,
    serverKeys: {
      get: (role, runtime) => key(role, 'GET', 'pull,push', runtime),
      rotate: (role, runtime) => key(role, 'POST', '*', runtime),
    },
    fetch: async (file, maxBytes, runtime) => {
      const what = `${file.role} of ${gun}`;
      const answer = await ask({ what, actions: 'pull' }, fileName(file), maxBytes, runtime);
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw session.failure(answer, what, runtime);
      assertJson(answer, what);
      return Buffer.from(answer.bytes);
    },
    publish: (files, runtime) => publish(session, root, gun, files, runtime),
    removeAll: async (runtime) => {
      const what = `the trust data of ${gun}`;
      const answer = await ask({ what, actions: '*', http: () => ({ method: 'DELETE' }) }, '', limits.errorBodyBytes, runtime);
      if (answer.status !== 200 && answer.status !== 404) throw session.failure(answer, what, runtime);
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/** `<role>.json`, `<role>.<hash>.json` or `<version>.<role>.json`. */
function fileName(file: MetadataFile): string {
  if ('hash' in file) return `${file.role}.${file.hash}.json`;
  return 'version' in file ? `${file.version}.${file.role}.json` : `${file.role}.json`;
}

async function publish(
  session: NotarySession,
  path: string,
  gun: Gun,
  files: ReadonlyMap<string, Buffer>,
  runtime: Runtime,
): Promise<'published' | 'conflict'> {
  const what = `publishing to ${gun}`;
  const boundary = randomBytes(24).toString('hex');
  const body = multipart(files, boundary);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const http = (): { method: 'POST'; headers: Record<string, string>; body: Buffer } => ({ method: 'POST', headers, body });
  const answer = await session.ask(
    { what, actions: 'pull,push', path, http, maxBytes: limits.errorBodyBytes, timeoutMs: limits.notaryUploadMs },
    runtime,
  );
  if (answer.status === 200) return 'published';
  const said = firstError(answer.bytes);
  if (answer.status === 400 && said?.code === 'VERSION') return 'conflict';
  if (answer.status !== 400 && answer.status !== 413) throw session.failure(answer, what, runtime);
  throw new PratiqueError(
    'TRUST_SERVER_REFUSED',
    `${what}: ${session.origin} refused: ${session.redact(said?.text ?? quoteAnswer(answer.bytes, 200))}`,
  );
}

/** RFC 7578; one part for each role, all named `files`, with the role as file name. */
function multipart(files: ReadonlyMap<string, Buffer>, boundary: string): Buffer {
  const parts = [...files].flatMap(([role, bytes]) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${role}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
}

/** `{"errors": [{"code", "message", "detail"}]}`, with the detail's own reason where it has one. */
function firstError(bytes: Uint8Array): { readonly code: string; readonly text: string } | undefined {
  try {
    const answer: unknown = parseJsonBounded(bytes, { maxBytes: limits.errorBodyBytes, maxDepth: 16 });
    const errors = isJsonObject(answer) ? field(answer, 'errors') : undefined;
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    if (!isJsonObject(first)) return undefined;
    const code = readString(field(first, 'code'), 'code').slice(0, 80);
    const detail = field(first, 'detail');
    const parts = [
      code,
      field(first, 'message'),
      detail === undefined ? undefined : typeof detail === 'string' ? detail : JSON.stringify(detail),
    ];
    const words = parts.filter((part): part is string => typeof part === 'string' && part !== '');
    return { code, text: words.map((part) => quoteAnswer(part, 300).slice(1, -1)).join(': ') };
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function readKeyAnswer(answer: WholeResponse, what: string): PublicKey {
  assertJson(answer, what);
  try {
    const json = readObject(parseJsonBounded(answer.bytes, { maxBytes: limits.notaryKeyAnswerBytes, maxDepth: 8 }), 'key');
    const value = readObject(field(json, 'keyval'), 'keyval');
    const bytes = decodeExactBase64(readString(field(value, 'public'), 'public'));
    if (bytes === undefined) throw new JsonError('type', 'public is not base64');
    return readPublicKey(readString(field(json, 'keytype'), 'keytype'), bytes);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PratiqueError('REGISTRY_PROTOCOL', `${what}: ${answer.url.host} answered with something that is not a key: ${error.message}`);
  }
}

/** Refuses the page of a portal or proxy; JSON is verified by the reader. */
function assertJson({ bytes, url, status }: WholeResponse, what: string): void {
  const start = Buffer.from(bytes.subarray(0, 256)).toString('latin1').trimStart();
  if (start.startsWith('{')) return;
  const kind = bytes.length === 0 ? 'nothing' : start.startsWith('<') ? 'a web page' : 'something that is not JSON';
  const quoted = bytes.length === 0 ? '' : `: ${quoteAnswer(bytes)}`;
  throw new PratiqueError('REGISTRY_PROTOCOL', `${what}: ${url.host} answered ${status} with ${kind}${quoted}`);
}
