import { type SignedImage } from '../resolve/signed-image.ts';

/** Longest list in an annotation: characters. The record file has all of it. */
const maxCharacters = 2_000;

/** Annotations of a new signature about the old one: signers, tags, root key. Verifiers show them and do not rely on them. */
export function migrationAnnotations({ gun, tags, trustRoot }: SignedImage): ReadonlyMap<string, string> {
  const signers = [...new Set(tags.flatMap(({ signers: own, role }) => (own.length > 0 ? own : [role])))].sort();
  return new Map([
    ['migrated-from', 'docker-content-trust'],
    ['migrated-gun', gun],
    ['migrated-tags', bounded(tags.map(({ tag }) => tag))],
    ['migrated-signers', bounded(signers)],
    ['migrated-root', trustRoot.name.slice(0, maxCharacters)],
  ]);
}

/** As many names as fit, and the number of the others. */
function bounded(names: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const name of names) {
    length += name.length + 1;
    if (length > maxCharacters) return `${kept.join(' ')} and ${names.length - kept.length} more`;
    kept.push(name);
  }
  return kept.join(' ');
}
