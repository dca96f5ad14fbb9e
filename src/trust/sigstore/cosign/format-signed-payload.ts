import { type CosignLayer } from './cosign-annotations.ts';
import { cosignAnnotations } from './cosign-annotations.ts';
import { decodePem } from '../key/decode-pem.ts';

/**
 * A classic signature as `cosign download signature` writes it (pkg/cosign, `SignedPayload`): `.Base64Signature`, `.Payload`, `.Bundle`. Of a certificate
 * only `.Raw` is written, its DER in base64: cosign adds what Go parses of it. Nothing is verified; what is not JSON or PEM becomes null.
 */
export function formatSignedPayload({ payload, annotations }: CosignLayer): object {
  const chain = readCertificates(annotations.get(cosignAnnotations.chain));
  return {
    Base64Signature: annotations.get(cosignAnnotations.signature) ?? '',
    Payload: Buffer.from(payload).toString('base64'),
    Cert: readCertificates(annotations.get(cosignAnnotations.certificate))?.[0] ?? null,
    Chain: chain ?? null,
    Bundle: readJson(annotations.get(cosignAnnotations.bundle)),
    RFC3161Timestamp: readJson(annotations.get(cosignAnnotations.timestamp)),
  };
}

function readCertificates(pem = ''): readonly { readonly Raw: string }[] | undefined {
  const blocks = pem === '' ? undefined : decodePem(pem);
  return blocks?.map(({ der }) => ({ Raw: Buffer.from(der).toString('base64') }));
}

function readJson(text = ''): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
