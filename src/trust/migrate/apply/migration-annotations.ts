import { type SignedImage } from '../resolve/signed-image.ts';

/** Longest list that is signed with an image: characters. The record file has all of it. */
const maxCharacters = 2_000;

/** What a new signature says about the old one: whose it was, for which tags, under which root. Verifiers show it; nothing is decided by it. */
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

/** As many as fit, and how many more there are. */
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
