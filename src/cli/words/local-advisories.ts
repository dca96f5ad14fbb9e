import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FeedPlace, type LocalOptions, type RepositorySource } from '../../advisory/local/local-options.ts';
import { type GenerationRequest } from '../../advisory/store/database-generations.ts';
import { type FeedSources } from '../../advisory/local/slice-sources.ts';
import { feedAuthorization, feedMirror } from '../../config/feed-mirror.ts';
import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { type OpenOptions } from '../../model/image.ts';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type CommandContext } from '../command.ts';

export interface LocalRequest {
  readonly mayDownload: boolean;
  readonly open?: Pick<OpenOptions, 'registry'>;
  readonly repository?: RepositorySource | undefined;
  readonly replay?: GenerationRequest | undefined;
}

/** The advisories of this machine, below the cache directory, and where missing ones may be downloaded from. Throws USAGE. */
export function localAdvisories(
  { cacheDirectory, toolVersion }: Pick<CommandContext, 'cacheDirectory' | 'toolVersion'>,
  { mayDownload, open, repository, replay }: LocalRequest,
): LocalOptions {
  const base = join(cacheDirectory, 'db');
  return {
    root: localRoot(cacheDirectory),
    ...(existsSync(base) && { base }),
    ...(mayDownload && { feeds: readFeedPlace(feedMirror(), 'PRATIQUE_FEEDS', cacheDirectory, open?.registry?.caFile) }),
    ...(mayDownload && repository !== undefined && { repository }),
    ...(replay !== undefined && { replay }),
    sources: loadSources,
    toolVersion,
  };
}

export async function loadSources(): Promise<FeedSources> {
  const { advisorySources, enrichmentSources } = await import('../../advisory/advisory-sources.ts');
  return { advisory: advisorySources, enrichment: enrichmentSources };
}

export function localRoot(cacheDirectory: string): string {
  return join(cacheDirectory, 'advisories');
}

/** An http(s) URL is a mirror, anything else a folder; nothing means the publishers themselves. `origin` names in errors where `from` was given. */
export function readFeedPlace(from: string | undefined, origin: string, cacheDirectory: string, caFile?: string): FeedPlace {
  const cache = join(cacheDirectory, 'feeds');
  const connection = { proxy: readProxySettings(), ...(caFile !== undefined && { certificateAuthorities: readCertificates(caFile) }) };
  if (from === undefined) return { cache, connection };
  if (/^https?:\/\//i.test(from)) return { ...readMirror(from, origin, cache), connection };
  if (statSync(from, { throwIfNoEntry: false })?.isDirectory() === true) return { folder: resolve(from), cache };
  throw new PratiqueError('USAGE', `${origin}: ${from} is not a folder`, { hint: 'a folder of feeds, or the http(s) URL of a mirror' });
}

/** Credentials may be part of the URL; they are sent in a header, and are in no path and no message. */
function readMirror(from: string, origin: string, cache: string): Pick<FeedPlace, 'mirror' | 'cache' | 'authorization'> {
  if (!URL.canParse(from)) throw new PratiqueError('USAGE', `${origin}: ${from} is not a URL`);
  const mirror = new URL(from);
  const { username, password } = mirror;
  const inUrl = username === '' ? undefined : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  mirror.username = '';
  mirror.password = '';
  const authorization = inUrl === undefined ? feedAuthorization() : `Basic ${Buffer.from(inUrl).toString('base64')}`;
  return { mirror, cache: join(cache, encodeURIComponent(mirror.host)), ...(authorization !== undefined && { authorization }) };
}

function readCertificates(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8');
  } catch (error) {
    throw new PratiqueError('USAGE', `--ca-file: ${caFile} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
