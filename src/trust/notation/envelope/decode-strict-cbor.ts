import { decode, type TagDecoder } from 'cborg';
import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { cborDepth } from './cbor-depth.ts';

/**
 * CBOR that has one reading only: definite and shortest lengths, no label twice, no tag but those given, no undefined, bounded size and depth,
 * nothing after it. Maps are `Map`. Throws NOTATION_ENVELOPE_INVALID.
 */
export function decodeStrictCbor(bytes: Uint8Array, tags: Readonly<Record<number, TagDecoder>>, what: string): unknown {
  if (bytes.length > limits.notationEnvelopeBytes)
    throw invalid(what, `is ${bytes.length} bytes long, more than ${limits.notationEnvelopeBytes}`);
  if (cborDepth(bytes, limits.notationEnvelopeDepth) > limits.notationEnvelopeDepth)
    throw invalid(what, `is nested more than ${limits.notationEnvelopeDepth} deep`);
  try {
    return decode(bytes, { ...strictOptions, tags });
  } catch (cause) {
    throw invalid(what, `is not CBOR as COSE wants it: ${messageOf(cause)}`, cause);
  }
}

const strictOptions = {
  strict: true,
  useMaps: true,
  rejectDuplicateMapKeys: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowBigInt: false,
  allowInfinity: false,
  allowNaN: false,
};

function invalid(what: string, message: string, cause?: unknown): VerificationError {
  return new VerificationError('NOTATION_ENVELOPE_INVALID', what, message, { cause });
}
