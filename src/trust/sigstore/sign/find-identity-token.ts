import { open } from 'node:fs/promises';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, readObject, readString } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { defaultAudience, type IdentityToken, parseIdentityToken } from './identity-token.ts';
import { askService, type ServiceConnection } from './service-connection.ts';

/** Where a token can come from; the first that is there is used, and has to be good. */
export interface IdentityTokenSources {
  /** Named on the command line. */
  readonly file?: string;
  /** SIGSTORE_ID_TOKEN, which GitLab sets too where a job's `id_tokens` say so. */
  readonly token?: string;
  /** What GitHub Actions gives jobs with the permission `id-token: write`. */
  readonly githubActions?: { readonly url: string; readonly bearer: string };
  /** A file that is mounted where the workload runs, if it is there. */
  readonly mountedFile?: string;
  /** `sigstore` when absent. */
  readonly audience?: string;
}

/** Throws IDENTITY_TOKEN_UNUSABLE when there is no token or it is not good, and SIGNING_FAILED when GitHub does not answer. */
export async function findIdentityToken(
  sources: IdentityTokenSources,
  connection: ServiceConnection,
  runtime: Runtime,
): Promise<IdentityToken> {
  const wanted = { now: runtime.now(), audience: sources.audience ?? defaultAudience };
  const { file, token, githubActions, mountedFile } = sources;
  if (file !== undefined) return parseIdentityToken(await readToken(file), wanted, `the identity token in ${file}`);
  if (token !== undefined && token !== '') return parseIdentityToken(token, wanted, 'the identity token in SIGSTORE_ID_TOKEN');
  if (githubActions !== undefined)
    return parseIdentityToken(
      await askGithub(githubActions, wanted.audience, connection, runtime),
      wanted,
      'the identity token of GitHub Actions',
    );
  const mounted = mountedFile === undefined ? undefined : await readToken(mountedFile).catch(() => undefined);
  if (mounted !== undefined) return parseIdentityToken(mounted, wanted, `the identity token in ${mountedFile}`);
  throw new PratiqueError('IDENTITY_TOKEN_UNUSABLE', 'no identity token was given, and no CI service provides one');
}

async function readToken(path: string): Promise<string> {
  try {
    const handle = await open(path);
    try {
      const buffer = Buffer.alloc(limits.identityTokenBytes + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new PratiqueError('IDENTITY_TOKEN_UNUSABLE', `the identity token file ${path} cannot be read`, { cause });
  }
}

/** docs.github.com, OpenID Connect reference: the job asks for a token with a bearer token of its own. */
async function askGithub(
  { url, bearer }: { readonly url: string; readonly bearer: string },
  audience: string,
  connection: ServiceConnection,
  runtime: Runtime,
): Promise<string> {
  if (!URL.canParse(url)) throw new PratiqueError('IDENTITY_TOKEN_UNUSABLE', 'ACTIONS_ID_TOKEN_REQUEST_URL is not a URL');
  const withAudience = new URL(url);
  withAudience.searchParams.set('audience', audience);
  const headers = { accept: 'application/json', authorization: `Bearer ${bearer}` };
  const answer = await askService(
    { what: 'GitHub Actions', url: withAudience, method: 'GET', headers, accepts: [200] },
    connection,
    runtime,
  );
  try {
    const json = readObject(parseJsonBounded(answer.bytes, { maxBytes: limits.signingServiceBytes, maxDepth: 8 }), 'the answer');
    return readString(field(json, 'value'), 'value');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    // A cause would carry the answer, and with it perhaps the token.
    throw new PratiqueError('SIGNING_FAILED', 'GitHub Actions answered without an identity token');
  }
}
