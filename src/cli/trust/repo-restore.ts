import { PratiqueError } from '../../model/pratique-error.ts';
import { renewTimestamp } from '../../trust/registry-metadata/renew-timestamp.ts';
import { type RestorableCopy, restorePublication } from '../../trust/registry-metadata/restore-publication.ts';
import { listRoleTags } from '../../trust/tuf/signed-tags.ts';
import { hasOption, type CommandContext, type CommandInput } from '../command.ts';
import { confirm, inRegistry, openTrust, trustDirectoryOf } from './context.ts';
import { listVersions, writeLines } from './text.ts';

/** Publishes the cached trust metadata again, and renews the timestamp where it has expired. */
export async function runRepoRestore(input: CommandInput, context: CommandContext): Promise<number> {
  await using opened = await openTrust(input.arguments[0] ?? '', inRegistry(input), context);
  const { trust, gun, repository } = opened;
  if (repository === undefined) throw new Error('the metadata is in a registry');
  const mayReplaceRoot = hasOption(input, 'replace-root');
  const restored = await restorePublication(trust, {
    repository,
    mayReplaceRoot,
    isExpiryAccepted: hasOption(input, 'accept-expired'),
    otherDirectories: [{ path: trustDirectoryOf(withoutTrustDirectory(inRegistry(input))) }],
    confirm: (_copy, before) =>
      confirm(
        before === 'other root'
          ? `Replace the trust metadata of ${gun} in ${trust.remote.name}, which have another root?`
          : `Publish this copy in ${trust.remote.name}? Its tags become valid again, also those that another machine revoked since.`,
        input,
      ),
    announce: (copy) => {
      for (const line of describeCopy(gun, copy)) context.output.note(line);
      if (copy.seenRoot !== undefined)
        context.output.warn(
          `pratique: warning: this machine has seen version ${copy.seenRoot} of the root, and the copy has version ${copy.repository.root.content.version}: a newer copy is on the machine that rotated the root; restore that one if it can be found`,
        );
      for (const { tag, signed, found } of copy.changedTags)
        context.output.warn(
          `pratique: warning: the copy signs ${tag} as ${signed}, and the registry has ${found}: it was pushed again, so a newer copy may exist on another machine`,
        );
    },
  });
  const versions = listVersions(restored.versions);
  await writeLines(context.output, [
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
  await writeLines(context.output, [`${gun}: timestamp version ${version}, expires ${expires.toISOString()}\n`]);
  return 0;
}

function withoutTrustDirectory(input: CommandInput): CommandInput {
  return { ...input, options: new Map([...input.options].filter(([name]) => name !== 'trust-dir')) };
}

/** What comes back, before it does: later changes by other machines are not in the copy. */
function* describeCopy(gun: string, { versions, repository, keptAt }: RestorableCopy): Generator<string> {
  const { timestamp, snapshot } = repository;
  yield `the copy of ${gun} on this machine${keptAt === undefined ? '' : `, last updated ${keptAt.toISOString()}`}:`;
  yield `  versions: ${listVersions(versions)}`;
  yield `  timestamp expires ${timestamp.content.expires.toISOString()}, snapshot ${snapshot.content.expires.toISOString()}`;
  const tags = listRoleTags(repository);
  yield tags.length === 0 ? '  it signs no tags' : `  tags that it signs (${tags.length}):`;
  for (const { tag, sha256, role } of tags) yield `    ${tag}  sha256:${sha256}  ${role}`;
  const signers = [...repository.targets.keys()].filter((role) => role.startsWith('targets/') && role !== 'targets/releases');
  if (signers.length > 0)
    yield `  it has other signers (${signers.join(', ')}): compare it with the copies on their machines first: pratique trust status --server registry ${gun}`;
  yield '  a valid timestamp does not show that it is the last copy: what other machines signed or revoked after that date is not in it; compare it with theirs';
}
