import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LoopbackHandler } from './loopback-server.ts';
import { type MadeCertificate, openssl } from './openssl-certificates.ts';

export interface TsaOptions {
  readonly signer: MadeCertificate;
  readonly chain: readonly MadeCertificate[];
  /** Lines beside or instead of the usual ones. */
  readonly settings?: readonly string[];
}

/** A timestamp authority by openssl-ts(1), as a handler of a server. */
export function opensslTimestamps(folder: string, name: string, { signer, chain, settings = [] }: TsaOptions): LoopbackHandler {
  const path = (file: string): string => join(folder, `${name}-${file}`);
  writeFileSync(path('chain.pem'), chain.map(({ pem }) => pem).join(''));
  writeFileSync(path('serial'), '01\n');
  const usual = [
    `serial = ${path('serial')}`,
    'crypto_device = builtin',
    `signer_cert = ${signer.certificatePath}`,
    `signer_key = ${signer.keyPath}`,
    `certs = ${path('chain.pem')}`,
    'signer_digest = sha256',
    'default_policy = 1.2.3.4.1',
    'digests = sha256, sha384, sha512',
    'ess_cert_id_alg = sha256',
  ];
  const nameOf = (line: string): string => line.split('=')[0]!.trim();
  const lines = [...usual.filter((line) => !settings.some((setting) => nameOf(setting) === nameOf(line))), ...settings];
  writeFileSync(path('config'), ['[tsa]', 'default_tsa = own', '[own]', ...lines].join('\n'));
  return (body) => {
    writeFileSync(path('query'), body);
    openssl('ts', '-reply', '-config', path('config'), '-queryfile', path('query'), '-out', path('reply'));
    return { body: readFileSync(path('reply')) };
  };
}
