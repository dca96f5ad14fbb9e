import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateRequest {
  readonly alternatives?: string;
  /** -1 has ended yesterday. */
  readonly days?: number;
  readonly digest?: 'sha256' | 'sha1';
  /** Who signs it; itself when absent. */
  readonly issuer?: Certificate;
}

/** A certificate made by openssl(1), for this machine unless `alternatives` says otherwise. */
export function makeCertificate(request: CertificateRequest = {}): Certificate {
  const { alternatives = 'DNS:localhost,IP:127.0.0.1', days = 2, digest = 'sha256', issuer } = request;
  const folder = mkdtempSync(join(tmpdir(), 'pratique-certificate-'));
  const path = (name: string): string => join(folder, name);
  const openssl = (...parameters: string[]): Buffer => execFileSync('openssl', parameters, { stdio: 'pipe' });
  try {
    const key = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=pratique test', '-keyout', path('key.pem')];
    writeFileSync(path('extensions'), `subjectAltName=${alternatives}`);
    if (issuer === undefined) {
      openssl(
        'req',
        '-x509',
        ...key,
        `-${digest}`,
        '-days',
        `${days}`,
        '-addext',
        `subjectAltName=${alternatives}`,
        '-out',
        path('certificate.pem'),
      );
    } else {
      writeFileSync(path('issuer.pem'), issuer.certificate + issuer.key);
      openssl('req', ...key, '-out', path('request.pem'));
      const signed = ['-CA', path('issuer.pem'), '-CAkey', path('issuer.pem'), '-set_serial', '4711', '-extfile', path('extensions')];
      openssl('x509', '-req', '-in', path('request.pem'), `-${digest}`, '-days', `${days}`, ...signed, '-out', path('certificate.pem'));
    }
    return { certificate: readFileSync(path('certificate.pem'), 'utf8'), key: readFileSync(path('key.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
