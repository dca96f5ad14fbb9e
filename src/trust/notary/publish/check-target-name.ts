import { PratiqueError } from '../../../model/pratique-error.ts';

/** Bytes of a path component in most file systems, and twice what a tag may have. */
const maxCharacters = 255;

/**
 * Throws CHANGE_INVALID on a name that must not be signed: the reference client stumbles over control characters until its changelist is
 * reset, and half a surrogate pair is no UTF-8.
 */
export function checkTargetName(name: string): void {
  const isReadable = !/[\p{Cc}\p{Surrogate}]/u.test(name);
  if (name !== '' && name.length <= maxCharacters && isReadable) return;
  const shown = JSON.stringify(name.slice(0, 80));
  throw new PratiqueError(
    'CHANGE_INVALID',
    `${shown} cannot be signed: a name has 1 to ${maxCharacters} characters and no control characters`,
  );
}
