import { join } from 'node:path';
import { type ScanOptions } from '../../scan/scan-target.ts';
import { type CommandContext } from '../command.ts';
import { localAdvisories } from '../words/local-advisories.ts';
import { type ScanRequest } from './scan-request.ts';

/** What of a request every scan of it has: of its targets, and of the image that they are compared with. */
export function scanOptionsOf(request: ScanRequest, context: CommandContext): ScanOptions {
  const {
    open,
    kinds,
    cacheDirectory,
    database,
    replay,
    downloadsAdvisories,
    repository,
    overlays,
    onlyPackages,
    threads,
    verifyDiffIds,
    notesFacts,
    followsEntrypoint,
  } = request;
  return {
    open,
    ...(kinds === undefined ? {} : { kinds }),
    ...(cacheDirectory === undefined ? {} : { cacheDirectory: join(cacheDirectory, 'layers') }),
    ...(database === undefined
      ? { local: localAdvisories(context, { mayDownload: downloadsAdvisories, open, repository, replay }) }
      : { database, ...(replay !== undefined && { replay }) }),
    ...(onlyPackages === undefined ? {} : { onlyPackages }),
    overlays,
    ...(threads === undefined ? {} : { threads }),
    verifyDiffIds,
    ...(notesFacts ? { notesFacts } : {}),
    ...(followsEntrypoint ? { followsEntrypoint } : {}),
  };
}
