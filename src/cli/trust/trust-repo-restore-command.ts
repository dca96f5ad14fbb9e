import { type Command } from '../command.ts';
import { trustWriteOptions, yesOption } from './trust-options.ts';

export const trustRepoRestoreCommand: Command = {
  name: 'trust repo restore',
  summary: 'publish trust metadata again that the registry lost',
  description: [
    'Publishes the copy in the trust directory of this machine under the tag pratique-trust, with the same root and versions, so that pinned roots stay valid. Every machine that signed or verified the repository has a copy. Needs no key, unless the timestamp has expired: then it is renewed.',
    'Lists the versions, dates and tags of the copy before it publishes them. A copy whose timestamp has expired is published only with --accept-expired: tags that other machines signed or revoked since then are missing from it.',
    'Asks before it publishes, because tags that another machine revoked since become valid again; without a terminal, such as in CI, it needs --yes.',
    'Never rolls back: where the registry has newer metadata, or others under the same version, nothing is written.',
  ],
  arguments: [{ name: 'REPOSITORY', meaning: 'image name without a tag, such as alpine or ghcr.io/org/app (GUN in Notary)' }],
  options: [
    { name: 'replace-root', meaning: 'replace trust metadata that have another root; machines that trust that root refuse the repository afterwards' },
    yesOption,
    ...trustWriteOptions.filter(({ name }) => name !== 'server' && name !== 'tls-dir'),
  ],
  examples: [{ line: 'pratique trust repo restore ghcr.io/org/app', does: 'recover from a deleted pratique-trust tag' }],
  run: async (input, context) => (await import('./repo-restore.ts')).runRepoRestore(input, context),
}; // prettier-ignore
