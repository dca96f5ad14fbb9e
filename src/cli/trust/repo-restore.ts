import { PratiqueError } from '../../model/pratique-error.ts';
import { renewTimestamp } from '../../trust/registry-metadata/renew-timestamp.ts';
import { restorePublication } from '../../trust/registry-metadata/restore-publication.ts';
import { hasOption, type CommandContext, type CommandInput } from '../command.ts';
import { confirm, inRegistry, openTrust } from './context.ts';

/** Publishes the cached trust metadata again, and renews the timestamp where it has expired. */
export async function runRepoRestore(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', inRegistry(input), context);
  const { trust, gun, repository } = opened;
  if (repository === undefined) throw new Error('the metadata is in a registry');
  const mayReplaceRoot = hasOption(input, 'replace-root');
  if (mayReplaceRoot) await confirm(`Replace the trust metadata of ${gun} in ${trust.remote.name}, also if they have another root?`, input);
  const restored = await restorePublication(trust, { repository, mayReplaceRoot });
  const versions = [...restored.versions].map(([role, version]) => `${role} ${version}`).join(', ');
  await context.output.write([
    restored.before === 'same'
      ? `${gun}: nothing to restore, ${trust.remote.name} has the same trust metadata: ${versions}\n`
      : `restored the trust metadata of ${gun} in ${trust.remote.name}: ${versions}\n`,
  ]);
  if (restored.repository.timestamp.content.expires > context.runtime.now()) return 0;
  const { version, expires } = await renewTimestamp(trust).catch((error: unknown) => {
    if (!(error instanceof PratiqueError) || error.code !== 'KEY_NOT_FOUND') throw error;
    throw new PratiqueError(
      'KEY_NOT_FOUND',
      `restored, but the timestamp of ${gun} has expired and its key is not in ${trust.directory.path}`,
      {
        cause: error,
        hint: `run pratique trust repo renew ${gun} on the machine that has the key`,
      },
    );
  });
  await context.output.write([`${gun}: timestamp ${version}, expires ${expires.toISOString()}\n`]);
  return 0;
}
