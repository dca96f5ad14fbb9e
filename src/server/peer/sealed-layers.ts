import { z } from 'zod';
import { isDigest } from '../../model/digest.ts';
import { type LayerLocation, type LocatedLayer } from '../../model/located-layer.ts';
import { type ServerKeys } from '../auth/secrets.ts';

/** Layers as a job keeps them: encrypted, because URLs and header fields hold tokens of registries. `place` says what they belong to. */
export function sealLayers(keys: ServerKeys, layers: readonly LocatedLayer[], place: string): string {
  return keys.encrypt(JSON.stringify(layers), `layers ${place}`).toString('base64');
}

export function openSealedLayers(keys: ServerKeys, sealed: string, place: string): readonly LocatedLayer[] {
  return z.array(located).parse(JSON.parse(keys.decrypt(Buffer.from(sealed, 'base64'), `layers ${place}`)));
}

/** The same for one layer whose digest is not known yet. */
export function sealLocation(keys: ServerKeys, location: LayerLocation, place: string): Buffer {
  return keys.encrypt(JSON.stringify(location), `layer ${place}`);
}

export function openSealedLocation(keys: ServerKeys, sealed: Uint8Array, place: string): LayerLocation {
  return location.parse(JSON.parse(keys.decrypt(sealed, `layer ${place}`)));
}

const location = z.object({ uri: z.string(), headers: z.record(z.string(), z.string()) });
const located = location
  .extend({ digest: z.custom<LocatedLayer['digest']>(isDigest), mediaType: z.string().optional() })
  .transform(({ mediaType, ...rest }): LocatedLayer => ({ ...rest, ...(mediaType === undefined ? {} : { mediaType }) }));
