import { appendToList } from '../../../lib/yaml/append-to-list.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { decodeTrustPolicy } from './decode-trust-policy.ts';

/**
 * Adds to the text of a `pratique.yaml` where a repository was copied from; returns `undefined` where it says so already. Throws CONFIG_INVALID for a file
 * without a trust section, and for a section in flow style, which is not edited.
 */
export function addCopy(
  text: string,
  file: string,
  { image, from }: { readonly image: string; readonly from: string },
): string | undefined {
  const policy = decodeTrustPolicy(text, file);
  if (policy?.copies.some((copy) => copy.image === image && copy.from.includes(from)) === true) return undefined;
  const item = `{ image: ${image}, from: ${from} }`;
  const hint = `write it there yourself: trust: {copies: [${item}]}`;
  if (policy === undefined) throw new PratiqueError('CONFIG_INVALID', `${file} has no trust section to record the copy in`, { hint });
  const added = appendToList(text, 'trust', 'copies', item, limits.configurationDepth);
  const result = added === undefined ? undefined : decodeTrustPolicy(added, file);
  // The result must be the same policy with the new entry; any other text is not written.
  const isRight =
    result !== undefined && JSON.stringify(result) === JSON.stringify({ ...policy, copies: [...policy.copies, { image, from: [from] }] });
  if (added === undefined || !isRight)
    throw new PratiqueError(
      'CONFIG_INVALID',
      `cannot record the copy in ${file}: its trust section, or copies in it, is in flow style ({…} or […]), or copies is not a list; only a list in block style is edited`,
      { hint },
    );
  return added;
}
