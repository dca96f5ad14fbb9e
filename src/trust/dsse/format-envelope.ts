import { type Envelope } from './envelope.ts';

/** The envelope's JSON with standard base64 (DSSE 1.0, envelope.md); a key ID is written where there is one. */
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
