import { type Image } from '../../model/image.ts';

/** Images that also know the references under which they were stored. */
export function withReferences(images: readonly Image[], references: readonly string[]): readonly Image[] {
  const all = new Set(references);
  if (all.size === 0) return images;
  return images.map((image) => ({ ...image, references: [...new Set([...(image.references ?? []), ...all])] }));
}
