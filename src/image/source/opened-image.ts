import { type Image } from '../../model/image.ts';

/** An image whose layers are opened when they are read, so that nothing is held meanwhile. */
export function openedImage(fields: Omit<Image, typeof Symbol.asyncDispose>): Image {
  return { ...fields, [Symbol.asyncDispose]: () => Promise.resolve() };
}
