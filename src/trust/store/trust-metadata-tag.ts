/** The tag, beside those of the images, under which an image repository keeps its trust metadata (`trust/registry-metadata`). */
export const trustMetadataTag = 'pratique-trust';
