import { z } from 'zod';

/** What clients call a layer: an id of Docker, or two digests in one. */
export const layerName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[\u0021-\u007e]+$/, 'must be printable ASCII without spaces');

/** Clair v1's `LayerEnvelope`; members that it does not name are ignored, as it does. */
export const layerEnvelope = z.object({
  Layer: z.object({
    Name: layerName,
    Path: z.string().min(1).max(8_192),
    ParentName: z.string().max(512).nullish(),
    Format: z.string().max(100).nullish(),
    Headers: z.record(z.string().max(1_000), z.union([z.string(), z.array(z.string())])).nullish(),
  }),
});
