import { createHash, type KeyObject } from 'node:crypto';
import { mediaTypes } from '../../store/artifact-kind.ts';
import { formatEnvelope } from '../../dsse/format-envelope.ts';
import { signatureHash } from './key-details.ts';
import { toEnvelope } from './log-entry-request.ts';
import { type MadeSignature } from './made-signature.ts';

const hashNames = { sha256: 'SHA2_256', sha384: 'SHA2_384', sha512: 'SHA2_512' } as const;

/** The signature as a bundle of version 0.3 in JSON (protobuf-specs, sigstore_bundle.proto). */
export function formatBundle({ content, signature, material, logEntries, timestamps }: MadeSignature): Buffer {
  const by =
    material.kind === 'certificate'
      ? { certificate: { rawBytes: Buffer.from(material.certificate).toString('base64') } }
      : { publicKey: { hint: keyHint(material.publicKey) } };
  const hash = signatureHash(material.publicKey);
  const signed =
    content.kind === 'envelope'
      ? { dsseEnvelope: JSON.parse(formatEnvelope(toEnvelope(content, signature))) as unknown }
      : {
          messageSignature: {
            messageDigest: { algorithm: hashNames[hash], digest: createHash(hash).update(content.payload).digest('base64') },
            signature: Buffer.from(signature).toString('base64'),
          },
        };
  const rfc3161Timestamps = timestamps.map((timestamp) => ({ signedTimestamp: Buffer.from(timestamp).toString('base64') }));
  return Buffer.from(
    JSON.stringify({
      mediaType: mediaTypes.bundle,
      verificationMaterial: {
        ...by,
        tlogEntries: logEntries,
        ...(rfc3161Timestamps.length === 0 ? {} : { timestampVerificationData: { rfc3161Timestamps } }),
      },
      ...signed,
    }),
  );
}

/** By which a verifier with many keys finds the one: SHA-256 of the SubjectPublicKeyInfo in base64, as sigstore-go makes it. */
export function keyHint(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('base64');
}
