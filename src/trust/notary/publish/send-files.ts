import { PratiqueError } from '../../../model/pratique-error.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type RoleName } from '../../tuf/role-name.ts';
import { type NotaryContext } from '../notary-context.ts';
import { sha256Hex } from './pending-publications.ts';

/**
 * Sends signed files and reads them back by hash, because a server may accept what it cannot serve. `conflict` when another client published in
 * between. Throws TRUST_SERVER_REFUSED; after any other error it is unknown whether the files arrived.
 */
export async function sendFiles(context: NotaryContext, files: ReadonlyMap<RoleName, Buffer>): Promise<'published' | 'conflict'> {
  const outcome = await context.remote.publish(files, context.runtime).catch(async (error: unknown) => {
    if (!(error instanceof PratiqueError) || error.code !== 'TRUST_SERVER_REFUSED') throw error;
    // Another process that found the pending files may have sent them already.
    if (await isPublished(context, files)) return 'published';
    throw error;
  });
  if (outcome === 'conflict' && !(await isPublished(context, files))) return 'conflict';
  await readBack(context, files);
  return 'published';
}

/** Whether each file is the remote's current one of its role. */
async function isPublished({ remote, runtime }: NotaryContext, files: ReadonlyMap<RoleName, Buffer>): Promise<boolean> {
  for (const [role, bytes] of files) {
    const current = await remote.fetch({ role }, maxMetadataBytes(role), runtime);
    if (current?.equals(bytes) !== true) return false;
  }
  return true;
}

async function readBack({ remote, runtime, gun }: NotaryContext, files: ReadonlyMap<RoleName, Buffer>): Promise<void> {
  for (const [role, bytes] of files) {
    const stored = await remote.fetch({ role, hash: sha256Hex(bytes) }, maxMetadataBytes(role), runtime);
    if (stored?.equals(bytes) === true) continue;
    throw new PratiqueError('TRUST_SERVER_REFUSED', `${gun}: ${remote.name} accepted ${role} but does not serve it unchanged`, {
      hint: 'verification fails until it is published again: run pratique trust witness',
    });
  }
}
