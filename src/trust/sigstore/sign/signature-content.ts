import { preAuthEncoding } from '../../dsse/pre-auth-encoding.ts';

/** What is to be signed: bytes as they are, or the payload of an envelope with its type. */
export type SignatureContent =
  | { readonly kind: 'message'; readonly payload: Uint8Array }
  | { readonly kind: 'envelope'; readonly payload: Uint8Array; readonly payloadType: string };

/** The bytes that the signature is over. */
export function signedBytes(content: SignatureContent): Uint8Array {
  return content.kind === 'message' ? content.payload : preAuthEncoding(content.payloadType, content.payload);
}
