import { type JsonObject, field } from '../../lib/json/json-readers.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { isDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readDescriptor } from '../document/descriptor.ts';
import { sortIndexEntries } from '../document/index-entries.ts';
import { isSignatureTag } from './is-signature-tag.ts';

/** An entry of `index.json` as the layout knows it. */
export interface LayoutEntry {
  readonly entry: JsonObject;
  readonly name?: string;
  /** What it is a referrer of. */
  readonly subject?: string;
}

/**
 * The tag or digest of the one image in a layout: the one that has a name, else the one that is neither a signature nor a referrer. Throws
 * TARGET_NOT_FOUND and TARGET_AMBIGUOUS.
 */
export function chooseLayoutImage(folder: string, entries: readonly LayoutEntry[]): string {
  const images = entries.filter(
    ({ entry, name, subject }) => subject === undefined && isImage(entry) && (name === undefined || !isSignatureTag(name)),
  );
  const names = new Set(images.flatMap(({ name }) => name ?? []));
  const choices = names.size > 0 ? names : new Set(images.flatMap(({ entry }) => digestOf(entry)));
  const [only, ...others] = choices;
  if (only === undefined) throw new PratiqueError('TARGET_NOT_FOUND', `${folder} has no image`);
  if (others.length === 0) return only;
  const shown = [only, ...others].slice(0, 10).join(', ');
  throw new PratiqueError('TARGET_AMBIGUOUS', `${folder} has ${choices.size} images: ${shown}${choices.size > 10 ? ', …' : ''}`, {
    hint: `choose one, such as oci-dir:${folder}${isDigest(only) ? '@' : ':'}${only}`,
  });
}

/** An entry that cannot be read may be an image: it is not passed over here, and named when it is opened. */
function isImage(entry: JsonObject): boolean {
  try {
    return sortIndexEntries([readDescriptor(entry, 'entry')]).images.length > 0;
  } catch (error) {
    if (error instanceof JsonError || error instanceof PratiqueError) return true;
    throw error;
  }
}

function digestOf(entry: JsonObject): readonly string[] {
  const digest = field(entry, 'digest');
  return isDigest(digest) ? [digest] : [];
}
