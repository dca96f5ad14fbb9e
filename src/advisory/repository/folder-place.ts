import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../lib/text/message-of.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type RepositoryPlace } from './repository-place.ts';

/** A repository in a folder: of this machine, or of a file system that others share. */
export function folderPlace(folder: string): RepositoryPlace {
  return {
    name: folder,
    read: (path, maxBytes) =>
      new Promise((fulfil) => {
        fulfil(readBounded(join(folder, path), maxBytes));
      }),
    close: () => Promise.resolve(),
  };
}

function readBounded(path: string, maxBytes: number): Buffer | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() !== true) return undefined;
    if (found.size > maxBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${path} has more than ${maxBytes} bytes`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof PratiqueError) throw error;
    throw new PratiqueError('FETCH_FAILED', `${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
