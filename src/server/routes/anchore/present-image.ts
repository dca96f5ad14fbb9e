import { parseReference } from '../../../model/reference.ts';
import { type FoundImage } from './find-images.ts';

/** Anchore's record of an image. */
export function presentImage({ digest, references, status, addedAt, image }: FoundImage): object {
  const imageId = image?.configDigest?.replace(/^sha256:/, '') ?? '';
  const created = addedAt.toISOString();
  return {
    imageDigest: digest,
    parentDigest: digest,
    analysis_status: status,
    analyzed_at: image?.scannedAt.toISOString() ?? null,
    annotations: {},
    created_at: created,
    last_updated: image?.scannedAt.toISOString() ?? created,
    image_status: 'active',
    image_type: 'docker',
    record_version: null,
    userId: 'admin',
    image_content: {
      metadata:
        image === undefined
          ? null
          : {
              arch: image.architecture ?? '',
              distro: image.distribution?.id ?? '',
              distro_version: image.distribution?.versionId ?? '',
              dockerfile_mode: 'Guessed',
              image_size: image.bytes,
              layer_count: image.layers,
            },
    },
    image_detail: references.map((reference) => {
      const { registry, repository, tag = 'latest' } = parseReference(reference);
      return {
        created_at: created,
        last_updated: created,
        digest,
        imageDigest: digest,
        imageId,
        dockerfile: null,
        registry,
        repo: repository,
        tag,
        fulltag: `${registry}/${repository}:${tag}`,
        fulldigest: `${registry}/${repository}@${digest}`,
        tag_detected_at: created,
        userId: 'admin',
      };
    }),
  };
}
