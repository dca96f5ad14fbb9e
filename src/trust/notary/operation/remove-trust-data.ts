import { rmdir } from 'node:fs/promises';
import { MetadataCache } from '../directory/metadata-cache.ts';
import { changelistFolder, metadataFolder, pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { resetChanges } from './reset-changes.ts';

/** Forgets a repository: what is kept of it and staged for it, with `isRemoteToo` also everything on its server. Keys stay. The next contact is a first one. */
export async function removeTrustData(context: NotaryContext, options: { readonly isRemoteToo?: boolean } = {}): Promise<void> {
  const { directory, gun, remote, runtime } = context;
  if (options.isRemoteToo === true) await remote.removeAll(runtime);
  await resetChanges(context, { isPendingToo: true });
  await new MetadataCache(directory, gun).clear();
  // Folders of a repository whose name goes on beneath it stay.
  for (const folder of [changelistFolder, metadataFolder, pendingFolder]) await rmdir(folder(directory, gun)).catch(() => undefined);
}
