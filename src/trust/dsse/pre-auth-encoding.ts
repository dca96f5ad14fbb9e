/** The bytes that an envelope's signature covers: `DSSEv1`, then type and payload, each after its length in bytes (DSSE 1.0, protocol.md). */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType, 'utf8');
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload]);
}
