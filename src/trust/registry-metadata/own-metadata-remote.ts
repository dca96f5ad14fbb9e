import { PratiqueError } from '../../model/pratique-error.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Gun } from '../notary/gun.ts';
import { type MetadataRemote } from '../notary/remote/metadata-remote.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { decodeRoot } from '../tuf/decode-root.ts';
import { matchesGun } from '../tuf/root-keys.ts';
import { rootNames } from './read-published-names.ts';

/**
 * The same remote, for commands about the metadata of one repository: those of another one, which were copied there, are refused with TRUST_DATA_COPIED.
 * They cannot be changed where they are: their keys and their verifiers are those of the source.
 */
export function ownMetadataRemote(remote: MetadataRemote, gun: Gun): MetadataRemote {
  return {
    name: remote.name,
    publish: (...asked) => remote.publish(...asked),
    removeAll: (...asked) => remote.removeAll(...asked),
    async fetch(file, ...asked) {
      const bytes = await remote.fetch(file, ...asked);
      if (bytes !== undefined && file.role === 'root') assertOwn(bytes, gun, remote.name);
      return bytes;
    },
  };
}

function assertOwn(bytes: Buffer, gun: Gun, place: string): void {
  const names = namesIn(bytes);
  const [source] = names;
  if (source === undefined || names.some((name) => matchesGun(name, gun))) return;
  throw new PratiqueError('TRUST_DATA_COPIED', `${place} is a copy: it has the trust metadata of ${JSON.stringify(source)}`, {
    hint: `sign the tag there (pratique trust sign --server registry), then copy it with pratique copy; verify the copy with pratique verify. To sign ${gun} itself instead, delete the tag ${trustMetadataTag} in it, and copy with --without-trust-metadata`,
  });
}

/** Who reads the root next says what is wrong with one that cannot be read. */
function namesIn(bytes: Buffer): readonly string[] {
  try {
    return rootNames(decodeRoot(bytes).content);
  } catch (error) {
    if (error instanceof VerificationError) return [];
    throw error;
  }
}
