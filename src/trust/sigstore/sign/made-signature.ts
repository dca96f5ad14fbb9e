import { type JsonObject } from '../../../lib/json/json-readers.ts';
import { type SignatureContent } from './signature-content.ts';
import { type VerificationMaterial } from './signer.ts';

/** A signature with everything that will verify it, not yet in a form that is stored. */
export interface MadeSignature {
  readonly content: SignatureContent;
  readonly signature: Uint8Array;
  readonly material: VerificationMaterial;
  /** As bundles have them (protobuf-specs, sigstore_rekor.proto, TransparencyLogEntry, in JSON). */
  readonly logEntries: readonly JsonObject[];
  /** RFC 3161 responses in DER. */
  readonly timestamps: readonly Uint8Array[];
}
