import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { HttpClient } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { type DispatcherOptions } from '../../lib/http/dispatchers.ts';
import { type HttpLimits } from '../../lib/http/http-limits.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { limits as programLimits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readTarFiles } from './bundle-place.ts';
import { type RepositoryPlace } from './repository-place.ts';

export interface NpmPlaceOptions {
  /** `@org/advisories`. */
  readonly packageName: string;
  /** A version, or a tag of the registry. */
  readonly version: string;
  readonly registry: URL;
  readonly connection?: Omit<DispatcherOptions, 'home' | 'limits'>;
  /** Header field of that name. */
  readonly authorization?: string;
  readonly limits: HttpLimits;
}

/**
 * A repository in a package of an npm registry, for networks that reach nothing else: `npm publish` of the repository's directory. The package is read whole, once. The registry's own
 * checksum only finds transfers that went wrong; what is trusted is signed as everywhere.
 */
export function npmPlace({ packageName, version, registry, connection, authorization, limits }: NpmPlaceOptions): RepositoryPlace {
  const client = new HttpClient({ ...connection, home: registry, limits });
  const headers = authorization === undefined ? {} : { authorization };
  let files: Promise<ReadonlyMap<string, Buffer>> | undefined;
  const download = async (url: URL, maxBytes: number, runtime: Runtime): Promise<Buffer> => {
    // Credentials are the registry's, and a package may lie elsewhere.
    const own = url.origin === registry.origin ? headers : {};
    const { status, bytes } = await client.requestWhole(url, { headers: own }, maxBytes, runtime).catch((error: unknown) => {
      throw explain(error, url, runtime);
    });
    if (status !== 200) throw new PratiqueError('FETCH_FAILED', `${url.origin}${url.pathname} answered with status ${status}`);
    return Buffer.from(bytes);
  };
  const readPackage = async (runtime: Runtime): Promise<ReadonlyMap<string, Buffer>> => {
    const base = registry.href.replace(/\/*$/, '/');
    const document = new URL(`${base}${packageName.replace('/', '%2f')}/${encodeURIComponent(version)}`);
    const dist = parseDist(await download(document, programLimits.repositoryMetadataBytes, runtime), document);
    const archive = await download(dist.tarball, programLimits.advisoryBundleBytes, runtime);
    if (dist.sha512 !== undefined && createHash('sha512').update(archive).digest('base64') !== dist.sha512)
      throw new PratiqueError('FETCH_FAILED', `${dist.tarball.href} does not have the checksum that the registry names`);
    return readTarFiles([inflate(archive, dist.tarball)], dist.tarball.href);
  };
  return {
    name: `npm:${packageName}`,
    read: async (path, maxBytes, runtime) => {
      files ??= readPackage(runtime);
      const bytes = (await files).get(`package/${path}`);
      if (bytes !== undefined && bytes.length > maxBytes)
        throw new PratiqueError('LIMIT_EXCEEDED', `${path} in npm:${packageName} has more than ${maxBytes} bytes`);
      return bytes;
    },
    close: () => client.close(),
  };
}

interface Dist {
  readonly tarball: URL;
  /** In base64. */
  readonly sha512?: string;
}

/** Of the document of one version of a package. */
function parseDist(bytes: Buffer, url: URL): Dist {
  const document = parseJsonBounded(bytes, { maxBytes: programLimits.repositoryMetadataBytes, maxDepth: 32 });
  const dist = isJsonObject(document) ? field(document, 'dist') : undefined;
  const tarball = isJsonObject(dist) ? field(dist, 'tarball') : undefined;
  if (!isJsonObject(dist) || typeof tarball !== 'string' || !/^https?:/.test(tarball) || !URL.canParse(tarball))
    throw new PratiqueError('FETCH_FAILED', `${url.href} is not the version of a package`);
  const sha512 = /^sha512-([A-Za-z0-9+/=]+)$/.exec(String(field(dist, 'integrity')))?.[1];
  return { tarball: new URL(tarball), ...(sha512 !== undefined && { sha512 }) };
}

function inflate(archive: Buffer, url: URL): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: programLimits.advisoryBundleBytes });
  } catch (cause) {
    throw new PratiqueError('FETCH_FAILED', `${url.href} is not a package: ${messageOf(cause)}`, { cause });
  }
}

function explain(error: unknown, url: URL, runtime: Runtime): unknown {
  if (runtime.signal.aborted) return new PratiqueError('ABORTED', `the download of ${url.href} was stopped`, { cause: error });
  if (!(error instanceof HttpError)) return error;
  return new PratiqueError('FETCH_FAILED', `${url.origin}${url.pathname}: ${error.reason}`, { cause: error });
}
