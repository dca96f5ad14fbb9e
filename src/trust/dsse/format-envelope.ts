import { type Envelope } from './envelope.ts';

/** Formats an envelope as JSON with standard base64 (DSSE 1.0, envelope.md). An empty key ID is left out. */
export function formatEnvelope({ payloadType, payload, signatures }: Envelope): string {
  return JSON.stringify({
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: signatures.map(({ signature, keyId }) => ({
      ...(keyId === '' ? {} : { keyid: keyId }),
      sig: Buffer.from(signature).toString('base64'),
    })),
  });
}
