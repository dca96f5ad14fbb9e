import { JsonError } from '../../../lib/json/json-error.ts';
import { field, readObject } from '../../../lib/json/json-readers.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Descriptor, readDescriptor } from '../../../oci/document/descriptor.ts';
import { parseEnvelopeJson } from './parse-envelope-json.ts';

/** The artifact that was signed; Notary Project, signature-specification.md, payload. Throws NOTATION_PAYLOAD_INVALID. */
export function decodePayload(payload: Uint8Array, what: string): Descriptor {
  try {
    const document = parseEnvelopeJson(payload, { maxBytes: limits.notationEnvelopeBytes, maxDepth: limits.notationEnvelopeDepth });
    return readDescriptor(field(readObject(document, 'the payload'), 'targetArtifact'), 'targetArtifact');
  } catch (cause) {
    if (!(cause instanceof JsonError) && !(cause instanceof PratiqueError)) throw cause;
    throw new VerificationError('NOTATION_PAYLOAD_INVALID', what, cause.message, { cause });
  }
}
