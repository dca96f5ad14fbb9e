import { rmdir } from 'node:fs/promises';
import { MetadataCache } from '../directory/metadata-cache.ts';
import { changelistFolder, metadataFolder, pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { resetChanges } from './reset-changes.ts';

/** Removes the cached metadata and staged changes of a repository, with `isRemoteToo` also everything on its server. Keys are kept. The next contact is a first use. */
export async function removeTrustData(context: NotaryContext, options: { readonly isRemoteToo?: boolean } = {}): Promise<void> {
  const { directory, gun, remote, runtime } = context;
  if (options.isRemoteToo === true) await remote.removeAll(runtime);
  await resetChanges(context, { isPendingToo: true });
  await new MetadataCache(directory, gun).clear();
  // A folder that contains other repositories is kept.
  for (const folder of [changelistFolder, metadataFolder, pendingFolder]) await rmdir(folder(directory, gun)).catch(() => undefined);
}
