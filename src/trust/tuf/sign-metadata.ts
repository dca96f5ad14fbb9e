import { type KeyObject } from 'node:crypto';
import { canonicalJson } from '../crypto/canonical-json.ts';
import { type PublicKey } from '../crypto/public-key.ts';
import { signMessage } from '../crypto/sign-message.ts';
import { signatureMethod } from '../crypto/signature-method.ts';
import { encodeMetadataFile, metadataToJson } from './encode-metadata.ts';
import { type Metadata } from './metadata.ts';

/** A key as its role lists it, and its private key. */
export interface MetadataSigner {
  readonly key: PublicKey;
  readonly privateKey: KeyObject;
}

/** Signs metadata with each of `signers` and returns the file to publish. Throws RangeError on a name with control characters. */
export function signMetadata(metadata: Metadata, signers: readonly MetadataSigner[]): Buffer {
  const signed = metadataToJson(metadata);
  const message = canonicalJson(signed);
  const signatures = signers.map(({ key, privateKey }) => ({
    keyId: key.id,
    method: signatureMethod(key),
    bytes: signMessage(key, privateKey, message),
  }));
  return encodeMetadataFile(signed, signatures);
}
