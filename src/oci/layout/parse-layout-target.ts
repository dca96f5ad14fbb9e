import { PratiqueError } from '../../model/pratique-error.ts';

export interface LayoutTarget {
  readonly folder: string;
  readonly tag?: string;
  /** A digest wins over a tag. Absent: the one image of the layout. */
  readonly tagOrDigest?: string;
}

/** `PATH`, `PATH:TAG`, `PATH@DIGEST`, as written after `oci-dir:`. Throws REFERENCE_INVALID. */
export function parseLayoutTarget(text: string): LayoutTarget {
  const [, folder = '', digest, tag] = /^(.+?)(?:@(sha\d+:[0-9a-f]+)|:([^/:]*))?$/s.exec(text) ?? [];
  if (folder === '')
    throw new PratiqueError('REFERENCE_INVALID', 'oci-dir: names no folder', { hint: 'write oci-dir:FOLDER, or oci-dir:FOLDER:TAG' });
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag))
    throw new PratiqueError('REFERENCE_INVALID', `${JSON.stringify(tag.slice(0, 140))} is not a valid tag`);
  if (digest !== undefined) return { folder, tagOrDigest: digest };
  return { folder, ...(tag === undefined ? {} : { tag, tagOrDigest: tag }) };
}
