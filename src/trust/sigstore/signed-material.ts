import { type Envelope } from '../dsse/envelope.ts';
import { type LogEntry } from './bundle/log-entry.ts';
import { type Certificate } from '../x509/certificate.ts';
import { type SignedMessage } from './key/signed-message.ts';

/** A signature with all its verification material, in whatever form it was stored. Not verified yet. */
export interface SignedMaterial {
  /** Names it in refusals: where it was found. */
  readonly object: string;
  readonly content: SignedContent;
  readonly signer: SignerMaterial;
  readonly logEntries: readonly LogEntry[];
  /** RFC 3161 responses as DER. */
  readonly timestamps: readonly Buffer[];
  /** What the timestamps are of: the signature, and of cosign's attestations the envelope. */
  readonly stamped: Uint8Array;
}

export interface SignedContent {
  /** The message, or the pre-authentication encoding of the envelope. */
  readonly signed: SignedMessage;
  readonly signature: Uint8Array;
  readonly envelope?: Envelope;
  /** The envelope as it was stored, where that is what a log hashed. */
  readonly storedEnvelope?: Uint8Array;
  /** Throws VerificationError where the content is not about the image. Absent where the caller has checked that already. */
  readonly assertAbout?: () => void;
}

export type SignerMaterial =
  | { readonly kind: 'certificate'; readonly leaf: Certificate; readonly supplied: readonly Certificate[]; readonly mayBeUnused: boolean }
  /** `hint` is the signer's name for the key; it is not signed. */
  | { readonly kind: 'key'; readonly hint?: string };
