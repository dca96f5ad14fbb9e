import { type Envelope } from '../../dsse/envelope.ts';

/** A classic attestation as `cosign download attestation` writes it (pkg/cosign, `AttestationPayload`): the envelope, with a key ID in every signature. */
export function formatAttestationPayload({ payloadType, payload, signatures }: Envelope): object {
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: signatures.map(({ keyId, signature }) => ({ keyid: keyId, sig: Buffer.from(signature).toString('base64') })),
  };
}
