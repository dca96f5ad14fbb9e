import { VerificationError } from '../../model/trust/verification-error.ts';
import { type Envelope } from '../dsse/envelope.ts';
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts';
import { messageOf } from './key/signed-message.ts';
import { type SignedContent } from './signed-material.ts';

/** The one signature of an envelope, over its pre-authentication encoding. */
export function toEnvelopeContent(envelope: Envelope, object: string, keyHint?: string): SignedContent {
  const [signature, ...others] = envelope.signatures;
  if (signature === undefined || others.length > 0)
    throw new VerificationError('SIGSTORE_BUNDLE_INVALID', object, `the envelope has ${envelope.signatures.length} signatures, not one`);
  // sigstore_bundle.proto, Bundle.verification_material: two names for the key must not differ.
  if (keyHint !== undefined && signature.keyId !== '' && signature.keyId !== keyHint)
    throw new VerificationError('SIGSTORE_BUNDLE_INVALID', object, 'the bundle and its envelope name different keys');
  return { signed: messageOf(preAuthEncoding(envelope.payloadType, envelope.payload)), signature: signature.signature, envelope };
}
