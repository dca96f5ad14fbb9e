import { PratiqueError } from '../../model/pratique-error.ts';
import { locatePath, type LocatedPath } from './locate-path.ts';

/** What a source of files on disk was given; `path` stands for both kinds. Throws TARGET_NOT_FOUND, TARGET_UNREADABLE, and TARGET_UNKNOWN for the other kind. */
export async function requirePath(target: string, scheme: string, kind: LocatedPath['kind'] | 'path'): Promise<LocatedPath> {
  const located = await locatePath(target);
  if (located === undefined)
    throw new PratiqueError('TARGET_NOT_FOUND', `${target.slice(0, 400)}: no such ${kind === 'path' ? 'file or directory' : kind}`);
  if (kind === 'path' || located.kind === kind) return located;
  throw new PratiqueError('TARGET_UNKNOWN', `${located.name} is a ${located.kind}, and ${scheme}: opens a ${kind}`, {
    hint: otherSchemes[located.kind],
  });
}

const otherSchemes: Readonly<Record<LocatedPath['kind'], string>> = {
  file: 'leave the scheme out, or use docker-archive: or oci-archive:',
  directory: 'leave the scheme out, or use oci-dir:, rootfs: or dir:',
};
