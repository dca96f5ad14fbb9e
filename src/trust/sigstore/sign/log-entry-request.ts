import { createHash, type KeyObject } from 'node:crypto';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Envelope } from '../../dsse/envelope.ts';
import { formatEnvelope } from '../../dsse/format-envelope.ts';
import { keyDetails, signatureHash } from './key-details.ts';
import { type SignatureContent } from './signature-content.ts';
import { type VerificationMaterial } from './signer.ts';

export interface EntryToLog {
  readonly content: SignatureContent;
  readonly signature: Uint8Array;
  readonly material: VerificationMaterial;
}

/** What Rekor v1 is asked to log: `hashedrekord` 0.0.1 of a message, `dsse` 0.0.1 of an envelope (sigstore/rekor, pkg/types). Throws USAGE for keys it cannot log. */
export function proposeEntry({ content, signature, material }: EntryToLog): object {
  const verifier = Buffer.from(verifierPem(material)).toString('base64');
  if (content.kind === 'envelope') {
    const envelope = formatEnvelope(toEnvelope(content, signature));
    return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers: [verifier] } } };
  }
  const hash = messageHash(material.publicKey);
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: hash, value: createHash(hash).update(content.payload).digest('hex') } },
      signature: { content: Buffer.from(signature).toString('base64'), publicKey: { content: verifier } },
    },
  };
}

/** The same for Rekor v2 (sigstore/rekor-tiles, api/proto/rekor/v2/entry.proto, CreateEntryRequest). */
export function requestEntry({ content, signature, material }: EntryToLog): object {
  const details = keyDetails(material.publicKey);
  if (details === undefined)
    throw new PratiqueError('USAGE', 'a transparency log of version 2 takes RSA keys of 2048, 3072 and 4096 bits only');
  const verifier = { ...rawVerifier(material), keyDetails: details };
  if (content.kind === 'envelope') {
    const envelope: unknown = JSON.parse(formatEnvelope(toEnvelope(content, signature)));
    return { dsseRequestV002: { envelope, verifiers: [verifier] } };
  }
  const digest = createHash(messageHash(material.publicKey)).update(content.payload).digest('base64');
  return { hashedRekordRequestV002: { digest, signature: { content: Buffer.from(signature).toString('base64'), verifier } } };
}

export function toEnvelope(content: SignatureContent & { readonly kind: 'envelope' }, signature: Uint8Array): Envelope {
  return { payloadType: content.payloadType, payload: content.payload, signatures: [{ signature, keyId: '' }] };
}

/** A log sees only the digest of a message, and Ed25519 signs the message itself (RFC 8032, section 5.1). */
function messageHash(key: KeyObject): 'sha256' | 'sha384' | 'sha512' {
  if (key.asymmetricKeyType === 'ed25519')
    throw new PratiqueError('USAGE', 'a classic signature by an Ed25519 key cannot be logged', {
      hint: 'sign with --format bundle, or with an ECDSA key',
    });
  return signatureHash(key);
}

function verifierPem(material: VerificationMaterial): string {
  if (material.kind === 'public key') return material.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return certificatePem(material.certificate);
}

function rawVerifier(material: VerificationMaterial): object {
  if (material.kind === 'certificate') return { x509Certificate: { rawBytes: Buffer.from(material.certificate).toString('base64') } };
  return { publicKey: { rawBytes: material.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') } };
}

/** RFC 7468, section 5. */
export function certificatePem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
