import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeInteger, writeSequence } from '../../../../src/trust/x509/der-writer.ts';
import { readTimestampResponse } from '../../../../src/trust/x509/timestamp-request.ts';
import { anyTimestamp } from '../../../../src/trust/x509/timestamp-rules.ts';
import { readTimestampToken } from '../../../../src/trust/x509/timestamp-token.ts';
import { type LoopbackHandler } from './loopback-server.ts';
import { type MadeCertificate, openssl } from './openssl-certificates.ts';

export interface TsaOptions {
  readonly signer: MadeCertificate;
  readonly chain: readonly MadeCertificate[];
  /** Sends the token in BER with indefinite lengths, as openssl-cms(1) streams it. */
  readonly isBer?: boolean;
  /** Lines beside or instead of the usual ones. */
  readonly settings?: readonly string[];
}

/** A timestamp authority by openssl-ts(1), as a handler of a server. */
export function opensslTimestamps(
  folder: string,
  name: string,
  { signer, chain, settings = [], isBer = false }: TsaOptions,
): LoopbackHandler {
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
  /** The same TSTInfo signed again by openssl-cms(1), which streams BER. */
  const streamToken = (reply: Buffer, file: (name: string) => string): Buffer => {
    writeFileSync(file('info'), readTimestampToken(readTimestampResponse(reply, anyTimestamp), anyTimestamp).content);
    const files = ['-in', file('info'), '-out', file('token'), '-signer', signer.certificatePath, '-inkey', signer.keyPath];
    const form = ['-binary', '-nodetach', '-stream', '-outform', 'DER', '-cades', '-md', 'sha256', '-certfile', file('chain.pem')];
    openssl('cms', '-sign', ...form, '-econtent_type', '1.2.840.113549.1.9.16.1.4', ...files);
    return writeSequence(writeSequence(writeInteger(Buffer.of(0))), readFileSync(file('token')));
  };
  return (body) => {
    writeFileSync(path('query'), body);
    openssl('ts', '-reply', '-config', path('config'), '-queryfile', path('query'), '-out', path('reply'));
    return { body: isBer ? streamToken(readFileSync(path('reply')), path) : readFileSync(path('reply')) };
  };
}
