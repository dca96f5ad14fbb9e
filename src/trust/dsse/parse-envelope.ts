import { decodeBase64 } from '../../lib/bytes/decode-base64.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { field, type JsonObject, optional, readArray, readObject, readString } from '../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Envelope, type EnvelopeSignature } from './envelope.ts';

/**
 * Parses the JSON of an envelope (DSSE 1.0, envelope.md, parsing rules): unknown members are ignored, and an absent key ID is empty. `object` names it
 * in refusals: DSSE_ENVELOPE_INVALID, and LIMIT_REACHED past the limits on payload bytes and signatures.
 */
export function parseEnvelope(bytes: Uint8Array, object: string): Envelope {
  try {
    return readEnvelope(parseJsonBounded(bytes, { maxBytes: limits.dsseEnvelopeBytes, maxDepth: limits.dsseEnvelopeDepth }), object);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const code = error.fault === 'too-large' || error.fault === 'too-deep' ? 'LIMIT_REACHED' : 'DSSE_ENVELOPE_INVALID';
    throw new VerificationError(code, object, `the envelope ${error.message}`, { cause: error });
  }
}

/** Reads an envelope from parsed JSON, such as a member of a bundle. Throws {@link JsonError} where a member has the wrong type. */
export function readEnvelope(value: unknown, object: string): Envelope {
  const json = readObject(value, 'envelope');
  const payload = readBase64(field(json, 'payload'), 'payload', object);
  if (payload.length > limits.dssePayloadBytes)
    throw new VerificationError('LIMIT_REACHED', object, `the payload has ${payload.length} bytes, more than ${limits.dssePayloadBytes}`);
  const payloadType = readString(field(json, 'payloadType'), 'payloadType');
  if (payloadType === '') throw invalid(object, 'payloadType is empty');
  return { payloadType, payload, signatures: readSignatures(json, object) };
}

function readSignatures(json: JsonObject, object: string): readonly EnvelopeSignature[] {
  const signatures = readArray(field(json, 'signatures'), 'signatures', readObject);
  if (signatures.length === 0) throw invalid(object, 'signatures is empty');
  if (signatures.length > limits.dsseSignatures)
    throw new VerificationError('LIMIT_REACHED', object, `there are ${signatures.length} signatures, more than ${limits.dsseSignatures}`);
  return signatures.map((entry, index) => {
    const signature = readBase64(field(entry, 'sig'), `signatures[${index}].sig`, object);
    if (signature.length === 0) throw invalid(object, `signatures[${index}].sig is empty`);
    return { signature, keyId: optional(field(entry, 'keyid'), `signatures[${index}].keyid`, readString) ?? '' };
  });
}

function readBase64(value: unknown, what: string, object: string): Buffer {
  const bytes = decodeBase64(readString(value, what));
  if (bytes === undefined) throw invalid(object, `${what} is not base64`);
  return bytes;
}

function invalid(object: string, message: string): VerificationError {
  return new VerificationError('DSSE_ENVELOPE_INVALID', object, message);
}
