import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A self-signed certificate made by openssl(1); of 0 days it has expired a second later. */
export function makeCertificate({
  name = 'localhost',
  alternatives = 'DNS:localhost,IP:127.0.0.1',
  days = 2,
  digest = 'sha256',
} = {}): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-certificate-'));
  const [keyPath, certificatePath] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', `-${digest}`, '-days', String(days), '-subj', `/CN=${name}`].concat([
        '-addext',
        `subjectAltName=${alternatives}`,
        '-keyout',
        keyPath,
        '-out',
        certificatePath,
      ]),
      { stdio: 'pipe' },
    );
    return { certificate: readFileSync(certificatePath, 'utf8'), key: readFileSync(keyPath, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
