import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type KeyKind = 'rsa1024' | 'rsa2048' | 'rsa3072' | 'rsa4096' | 'P-256' | 'P-384' | 'P-521' | 'secp256k1' | 'ed25519';

export interface CertificateWish {
  readonly subject?: string;
  readonly key?: KeyKind;
  /** Itself when absent. */
  readonly issuer?: MadeCertificate;
  /** Lines of an OpenSSL extension section. */
  readonly extensions?: readonly string[];
  readonly days?: number;
  readonly digest?: string;
  readonly serial?: number;
}

export interface MadeCertificate {
  readonly certificatePath: string;
  readonly keyPath: string;
  readonly pem: string;
  readonly keyPem: string;
  readonly der: Buffer;
}

export const leafExtensions = ['basicConstraints=CA:false', 'keyUsage=critical,digitalSignature', 'extendedKeyUsage=codeSigning'];
export const authorityExtensions = ['basicConstraints=critical,CA:true', 'keyUsage=critical,keyCertSign,cRLSign'];
export const stampExtensions = [
  'basicConstraints=CA:false',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=critical,timeStamping',
];

/** Certificates made by openssl(1), with their files in `folder`. */
export class OpensslCertificates {
  readonly folder: string;
  #made = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  make(wish: CertificateWish): MadeCertificate {
    const {
      subject = '/C=US/ST=WA/O=acme/CN=signer',
      key = 'P-256',
      issuer,
      extensions = leafExtensions,
      days = 30,
      digest = 'sha256',
    } = wish;
    this.#made += 1;
    const path = (name: string): string => join(this.folder, `${this.#made}-${name}`);
    const [keyPath, requestPath, certificatePath] = [path('key.pem'), path('request.pem'), path('certificate.pem')];
    openssl('genpkey', ...keyOptions(key), '-out', keyPath);
    openssl('req', '-new', '-utf8', '-key', keyPath, '-subj', subject, '-out', requestPath);
    writeFileSync(path('extensions'), extensions.join('\n'));
    const signer = issuer === undefined ? ['-signkey', keyPath] : ['-CA', issuer.certificatePath, '-CAkey', issuer.keyPath];
    const hash = key === 'ed25519' && issuer === undefined ? [] : [`-${digest}`];
    openssl(
      ...[
        'x509',
        '-req',
        '-in',
        requestPath,
        ...signer,
        ...hash,
        '-days',
        `${days}`,
        '-set_serial',
        `${wish.serial ?? this.#made + 1_000}`,
      ],
      ...['-extfile', path('extensions'), '-out', certificatePath],
    );
    const pem = readFileSync(certificatePath, 'utf8');
    return { certificatePath, keyPath, pem, keyPem: readFileSync(keyPath, 'utf8'), der: new X509Certificate(pem).raw };
  }

  /** Root, intermediate and leaf. */
  makeChain(leaf: CertificateWish = {}): {
    readonly root: MadeCertificate;
    readonly intermediate: MadeCertificate;
    readonly leaf: MadeCertificate;
  } {
    const root = this.make({ subject: '/C=US/ST=WA/O=acme/CN=root', extensions: authorityExtensions, days: 3_650 });
    const intermediate = this.make({
      subject: '/C=US/ST=WA/O=acme/CN=intermediate',
      issuer: root,
      extensions: authorityExtensions,
      days: 3_000,
    });
    return { root, intermediate, leaf: this.make({ issuer: intermediate, ...leaf }) };
  }
}

export function openssl(...parameters: readonly string[]): Buffer {
  return execFileSync('openssl', parameters, { stdio: 'pipe' });
}

function keyOptions(kind: KeyKind): readonly string[] {
  if (kind === 'ed25519') return ['-algorithm', 'ED25519'];
  if (kind.startsWith('rsa')) return ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${kind.slice(3)}`];
  return ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${kind}`];
}
