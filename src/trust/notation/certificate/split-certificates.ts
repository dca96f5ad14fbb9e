import { DerError } from '../../x509/der-error.ts';
import { readElements } from '../../x509/der-reader.ts';
import { derTags } from '../../x509/der-tags.ts';

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

function splitDer(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  try {
    const elements = readElements(bytes);
    return elements.every(({ tag }) => tag === derTags.sequence) ? elements.map((element) => element.bytes) : undefined;
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
