import { readSmallFile } from '../../lib/file/read-small-file.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Credentials, passwordCredentials } from './credentials.ts';
import { quoteAnswer } from './quote-answer.ts';
import { credentialHost } from './registry-origin.ts';
import { type RegistryLimits } from './registry-limits.ts';
import { Secret } from './secret.ts';

/** The credentials in Docker's `config.json` or podman's `auth.json` (containers-auth.json(5)). */
export interface AuthFile {
  readonly path: string;
  /** `credsStore`: the helper for every registry. */
  readonly credentialStore?: string;
  /** `credHelpers`: helpers by host. */
  readonly credentialHelpers: ReadonlyMap<string, string>;
  /** From the host's entry in `auths`. Throws CREDENTIALS_UNUSABLE when that entry cannot be read; other entries are ignored. */
  credentialsFor(host: string): Credentials | undefined;
}

/** `undefined` when the file does not exist; throws CREDENTIALS_UNUSABLE when it does and cannot be used. */
export async function readAuthFile(path: string, limits: Pick<RegistryLimits, 'configFileBytes'>): Promise<AuthFile | undefined> {
  const text = await readText(path, limits.configFileBytes);
  return text === undefined ? undefined : parseAuthFile(text, path);
}

/** Exported for its test. An empty file has no credentials, as for Docker; PowerShell puts a byte order mark before the text. */
export function parseAuthFile(text: string, path: string): AuthFile {
  const json = text.replace(/^\ufeff/, '');
  const document = json.trim() === '' ? {} : (record(parseJson(json, path)) ?? unusable(path, 'is not a JSON object'));
  const store = document['credsStore'];
  if (store !== undefined && typeof store !== 'string') unusable(path, 'has a credsStore that is not a string');
  const helpers =
    document['credHelpers'] === undefined
      ? {}
      : (record(document['credHelpers']) ?? unusable(path, 'has a credHelpers that is not an object'));
  const auths = document['auths'] === undefined ? {} : (record(document['auths']) ?? unusable(path, 'has an auths that is not an object'));
  return {
    path,
    ...(typeof store === 'string' && store !== '' ? { credentialStore: store } : {}),
    credentialHelpers: new Map(
      Object.entries(helpers).map(([key, name]) => [
        credentialHost(key),
        typeof name === 'string' ? name : unusable(path, `has a helper for ${quoteAnswer(key)} that is not a string`),
      ]),
    ),
    credentialsFor: (host) => {
      const entries = Object.entries(auths).filter(([key]) => credentialHost(key) === host);
      const [key, entry] = entries.find(([each]) => each === host) ?? entries[0] ?? [];
      return key === undefined ? undefined : parseEntry(entry, `${path}, entry ${quoteAnswer(key)}`);
    },
  };
}

/** Error messages name the entry and never quote its content. */
function parseEntry(entry: unknown, where: string): Credentials | undefined {
  const fields = record(entry) ?? unusable(where, 'is not an object');
  const [auth, username, password, identityToken, registryToken] = ['auth', 'username', 'password', 'identitytoken', 'registrytoken'].map(
    (name) => {
      const value = fields[name];
      if (value !== undefined && typeof value !== 'string') unusable(where, `has a field ${name} that is not a string`);
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
  );
  if (identityToken !== undefined) return { kind: 'identity-token', token: new Secret(identityToken) };
  if (registryToken !== undefined) return { kind: 'registry-token', token: new Secret(registryToken) };
  if (auth !== undefined) return parseAuth(auth, where);
  return username === undefined || password === undefined ? undefined : passwordCredentials(username, password);
}

/** Base64 of `user:password`; Docker pads it with NUL bytes. */
function parseAuth(auth: string, where: string): Credentials {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(auth)) return unusable(where, 'has an auth that is not base64');
  const decoded = Buffer.from(auth, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 1 || decoded.includes('\ufffd')) return unusable(where, 'has an auth that is not user:password in base64');
  return passwordCredentials(decoded.slice(0, colon), decoded.slice(colon + 1).replace(/\0+$/, ''));
}

async function readText(path: string, maxBytes: number): Promise<string | undefined> {
  const file = await readSmallFile(path, { maxBytes }).catch((cause: unknown) => {
    return unusable(path, `cannot be read: ${describeSystemError(cause)}`);
  });
  if (file.kind === 'content') return file.bytes.toString('utf8');
  if (file.kind === 'missing') return undefined;
  return unusable(path, file.kind === 'not regular' ? 'is not a file' : `is larger than ${maxBytes} bytes`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message quotes the text, which holds passwords, so it is dropped.
    return unusable(path, 'is not valid JSON');
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function unusable(where: string, reason: string): never {
  throw new PratiqueError('CREDENTIALS_UNUSABLE', `${where} ${reason}`);
}
