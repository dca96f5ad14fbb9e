import { z } from 'zod';
import { digest } from '../../schema/page.ts';
import { limits } from '../../../model/limits.ts';

/** Clair's `manifest`; members that it does not name are ignored, as it does. */
export const manifest = z.object({
  hash: digest,
  layers: z
    .array(
      z.object({
        hash: digest,
        uri: z.string().min(1).max(8_192),
        headers: z.record(z.string().max(1_000), z.array(z.string())).nullish(),
        media_type: z.string().max(255).nullish(),
      }),
    )
    .min(1, 'has no layers')
    .max(limits.layers, `has more than ${limits.layers} layers`),
});

/** Paths name an image by its digest; a name that is none is a bad request. */
export const digestParams = z.object({ digest });
