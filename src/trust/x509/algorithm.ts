import { DerError } from './der-error.ts';
import { type DerElement, readMembers } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readObjectIdentifier } from './der-values.ts';

/** AlgorithmIdentifier (RFC 5280, section 4.1.1.2). */
export interface Algorithm {
  readonly id: string;
  readonly parameters?: DerElement;
}

export type HashName = 'sha256' | 'sha384' | 'sha512';

/** RFC 5754, section 2: SHA-2. Nothing weaker is a hash here. */
export const hashIds: Readonly<Record<HashName, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** Throws {@link DerError}. */
export function readAlgorithm(element: DerElement | undefined): Algorithm {
  const [id, parameters, ...extra] = readMembers(element, derTags.sequence);
  if (extra.length > 0) throw new DerError('an algorithm has more than its parameters');
  return { id: readObjectIdentifier(id), ...(parameters === undefined ? {} : { parameters }) };
}

/** A hash without parameters, or with NULL (RFC 5754, section 2). Throws {@link DerError}. */
export function readHash(element: DerElement | undefined): HashName {
  const { id, parameters } = readAlgorithm(element);
  const found = Object.entries(hashIds).find(([, hashId]) => hashId === id);
  if (found === undefined) throw new DerError(`hash ${id} is not SHA-2`);
  if (parameters !== undefined && !isNull(parameters)) throw new DerError(`hash ${id} has parameters`);
  return found[0] as HashName;
}

export function isNull({ tag, content }: DerElement): boolean {
  return tag === derTags.null && content.length === 0;
}
