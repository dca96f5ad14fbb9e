import { join } from 'node:path';
import { databaseDirectory } from '../../config/database-directory.ts';
import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { skipsDatabaseUpdate } from '../../config/skips-database-update.ts';
import { threadCount } from '../../config/thread-count.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { type ScanOptions } from '../../scan/scan-target.ts';
import { hasOption, optionValue, optionValues, type CommandContext, type CommandInput } from '../command.ts';
import { localAdvisories } from '../words/local-advisories.ts';
import { readRepository } from '../words/repository-options.ts';

/** What all scans of the server have in common. They ask registries only, and with none of this machine's own credentials. */
export function serverScanOptions(input: CommandInput, context: CommandContext): ScanOptions {
  const caFile = optionValue(input, 'ca-file');
  const registry: RegistryOptions = {
    proxy: readProxySettings(),
    ...(hasOption(input, 'insecure') ? { insecure: true } : {}),
    ...(caFile === undefined ? {} : { caFile }),
  };
  const database = optionValue(input, 'db') ?? databaseDirectory();
  const mayDownload = !hasOption(input, 'skip-db-update') && !skipsDatabaseUpdate();
  const threads = threadCount();
  return {
    open: { platform: 'all', registry },
    cacheDirectory: join(context.cacheDirectory, 'layers'),
    ...(database === undefined
      ? { local: localAdvisories(context, { mayDownload, open: { registry }, repository: readRepository(input, registry) }) }
      : { database }),
    overlays: optionValues(input, 'advisories'),
    ...(threads === undefined ? {} : { threads }),
  };
}
