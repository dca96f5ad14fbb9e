import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeCose } from './decode-cose.ts';
import { decodeJws } from './decode-jws.ts';
import { envelopeMediaTypes, type NotationEnvelope } from './notation-envelope.ts';

/** By the media type of the layer, which alone decides the format. `what` names the envelope in refusals. */
export function decodeEnvelope(bytes: Uint8Array, mediaType: string, what: string): NotationEnvelope {
  const decoder = decoders.get(mediaType);
  if (decoder !== undefined) return decoder(bytes, what);
  const shown = JSON.stringify(mediaType.slice(0, 80));
  throw new VerificationError('NOTATION_ENVELOPE_INVALID', what, `the media type ${shown} is not one of signature envelopes`);
}

const decoders: ReadonlyMap<string, (bytes: Uint8Array, what: string) => NotationEnvelope> = new Map([
  [envelopeMediaTypes.jws, decodeJws],
  [envelopeMediaTypes.cose, decodeCose],
]);
