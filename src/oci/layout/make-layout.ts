import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { writeFileAtomically } from '../../lib/file/write-file-atomically.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { lockLayout } from './lock-layout.ts';

/** Throws LAYOUT_INVALID where a layout cannot be made in the folder. */
export async function assertEmpty(folder: string): Promise<void> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw new PratiqueError('LAYOUT_INVALID', `${folder} cannot become an OCI layout`, { cause: error });
  });
  if (files.length === 0) return;
  throw new PratiqueError('LAYOUT_INVALID', `${folder} is not an OCI layout, and not empty`, { hint: 'name an empty or new folder' });
}

/** Makes an empty layout. */
export async function makeLayout(folder: string, signal: AbortSignal): Promise<void> {
  makeDirectory(join(folder, 'blobs', 'sha256'));
  await lockLayout(folder, signal, async () => {
    const marker = join(folder, 'oci-layout');
    // Another process may have created the layout since it was opened, and written to it.
    if (await isFile(marker)) return;
    const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };
    await writeFileAtomically(join(folder, 'index.json'), [Buffer.from(JSON.stringify(index))], { sync: 'content' });
    await writeFileAtomically(marker, [Buffer.from('{"imageLayoutVersion":"1.0.0"}')], { sync: 'content' });
  });
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
