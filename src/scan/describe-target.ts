import { type Image } from '../model/image.ts';
import { type ScannedLayer, type ScanTarget } from '../model/report.ts';
import { type ImageCatalog } from './catalog-image.ts';

/** What a report says of the image itself. `baseLayerCount` is absent when the history does not prove it. */
export function describeTarget(image: Image, catalog: ImageCatalog, baseLayerCount: number | undefined): ScanTarget {
  const { manifestDigest, configDigest, config } = image;
  return {
    name: image.name,
    scheme: image.scheme,
    platform: image.platform,
    ...((image.references ?? []).length === 0 ? {} : { references: image.references! }),
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    ...(config.created === undefined ? {} : { created: config.created }),
    ...(config.user === undefined ? {} : { user: config.user }),
    ...(catalog.distribution === undefined ? {} : { distribution: catalog.distribution }),
    ...((image.attestationCount ?? 0) === 0 ? {} : { attestationCount: image.attestationCount! }),
    ...(image.connection === undefined ? {} : { connection: image.connection }),
    layers: image.layers.map((layer): ScannedLayer => {
      const { index, digest, diffId, createdBy, size } = layer;
      return {
        index,
        broughtBy: baseLayerCount === undefined ? 'unknown' : index < baseLayerCount ? 'base' : 'own',
        ...(digest === undefined ? {} : { digest }),
        ...(diffId === undefined ? {} : { diffId, isDiffIdVerified: catalog.diffIds[index] === diffId }),
        ...(createdBy === undefined ? {} : { createdBy }),
        ...(size === undefined ? {} : { compressedBytes: size }),
      };
    }),
  };
}
