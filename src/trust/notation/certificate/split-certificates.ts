/**
 * The DER of each certificate of a file in PEM (RFC 7468; text around the blocks is allowed) or DER, one after the other; `undefined` when
 * something else is in it, such as a private key.
 */
export function splitCertificates(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  return text.includes('-----BEGIN ') ? splitPem(text) : splitDer(bytes);
}

function splitPem(text: string): readonly Uint8Array[] | undefined {
  const blocks = [...text.matchAll(/-----BEGIN ([^\r\n-]*)-----([^-]*)-----END ([^\r\n-]*)-----/g)];
  const isWhole = blocks.length === text.split('-----BEGIN ').length - 1;
  if (!isWhole || blocks.some(([, begin, , end]) => begin !== 'CERTIFICATE' || end !== begin)) return undefined;
  const parts = blocks.map(([, , body = '']) => {
    const base64 = body.replace(/[ \t\r\n]/g, '');
    const der = Buffer.from(base64, 'base64');
    return der.toString('base64') === base64 && der.length > 0 ? der : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** Sequences with definite lengths of up to four bytes. */
function splitDer(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = endOfSequence(bytes, at);
    if (end === undefined) return undefined;
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

function endOfSequence(bytes: Uint8Array, at: number): number | undefined {
  const first = bytes[at + 1];
  if (bytes[at] !== 0x30 || first === undefined || first === 0x80 || first > 0x84) return undefined;
  const width = first < 0x80 ? 0 : first - 0x80;
  const length = width === 0 ? first : bytes.subarray(at + 2, at + 2 + width).reduce((sum, byte) => sum * 256 + byte, 0);
  const end = at + 2 + width + length;
  return end <= bytes.length ? end : undefined;
}
