import { X509Certificate } from 'node:crypto';
import { readSmallFile } from '../../lib/file/read-small-file.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** The text of a PEM file of certificate authorities, every one of them readable. Throws CONFIG_INVALID. */
export async function readCertificateAuthorities(path: string): Promise<string> {
  const maxBytes = limits.configurationBytes;
  const file = await readSmallFile(path, { maxBytes }).catch((cause: unknown) => {
    throw unusable(path, `cannot be read: ${describeSystemError(cause)}`);
  });
  if (file.kind === 'missing') throw unusable(path, 'does not exist');
  if (file.kind === 'not regular') throw unusable(path, 'is not a file');
  if (file.kind === 'too large') throw unusable(path, `is larger than ${maxBytes} bytes`);
  const text = file.bytes.toString('latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw unusable(path, 'has no PEM certificate');
  const damaged = blocks.findIndex((block) => !isCertificate(block));
  if (damaged >= 0) throw unusable(path, `has a certificate that cannot be read (number ${damaged + 1})`);
  return text;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== '';
  } catch {
    return false;
  }
}

function unusable(path: string, reason: string): PratiqueError {
  return new PratiqueError('CONFIG_INVALID', `the file of certificate authorities ${path} ${reason}`, {
    hint: 'check the path given by --ca-file',
  });
}
