import { PratiqueError } from '../../model/pratique-error.ts';
import { formatReference, parseReference } from '../../model/reference.ts';

/** Whether `wanted` means the image that is stored under `name`: written alike, the same reference, or its tag. */
export function isNameFor(name: string, wanted: string): boolean {
  if (name === wanted) return true;
  const canonical = canonicalName(name);
  if (canonical === undefined) return false;
  return canonical === canonicalName(wanted) || canonical.endsWith(`:${wanted}`);
}

/** `names` as they are written behind the path to select one. */
export function ambiguous(path: string, names: readonly string[]): PratiqueError {
  const [first = ''] = names;
  return new PratiqueError('TARGET_AMBIGUOUS', `${path} holds ${names.length} images: ${listNames(names)}`, {
    hint: `choose one, such as ${path}${first.startsWith('@') ? '' : ':'}${first}`,
  });
}

export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 20).join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown || 'none';
}

function canonicalName(text: string): string | undefined {
  try {
    return formatReference(parseReference(text));
  } catch {
    return undefined;
  }
}
