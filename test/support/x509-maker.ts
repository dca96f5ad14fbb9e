import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  writeBitString,
  writeDer,
  writeInteger,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeTime,
} from '../../src/trust/x509/der-writer.ts';

export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const text = (value: string): Buffer => Buffer.from(value);
export const attribute = (type: string, value: Buffer): Buffer => writeDer(0x31, writeSequence(writeObjectIdentifier(type), value));
export const name = (commonName: string): Buffer =>
  writeSequence(attribute('2.5.4.10', writeDer(0x0c, text('lab'))), attribute('2.5.4.3', writeDer(0x0c, text(commonName))));
export const ecdsaWithSha256 = writeSequence(writeObjectIdentifier('1.2.840.10045.4.3.2'));
export const critical = writeDer(1, Buffer.from([0xff]));
export const extension = (type: string, value: Buffer, isCritical = true): Buffer =>
  writeSequence(writeObjectIdentifier(type), ...(isCritical ? [critical] : []), writeOctetString(value));
export const basicConstraints = (...values: readonly Buffer[]): Buffer => extension('2.5.29.19', writeSequence(...values));
export const certSign = extension('2.5.29.15', writeBitString(Buffer.from([0x04]), 2));

/** Parts of a certificate; those that are absent are as they should be. */
export interface CertificateParts {
  version?: readonly Buffer[];
  serial?: Buffer;
  algorithm?: Buffer;
  inner?: Buffer;
  issuer?: Buffer;
  subject?: Buffer;
  validity?: Buffer;
  extensions?: readonly Buffer[];
  after?: readonly Buffer[];
  key?: KeyObject;
  signer?: KeyObject;
  /** Of the signature; SHA-256 when absent. */
  hash?: string;
}

const validity = writeSequence(writeTime(new Date('2026-01-01')), writeTime(new Date('2027-01-01')));

/** A certificate in DER with any part replaced, signed after that. Of a leaf that signed itself, valid in 2026. */
export function makeX509(parts: CertificateParts = {}): Buffer {
  const subject = parts.subject ?? name('leaf');
  const algorithm = parts.algorithm ?? ecdsaWithSha256;
  const spki = (parts.key ?? ec.publicKey).export({ type: 'spki', format: 'der' });
  const extensions = parts.extensions === undefined ? [] : [writeDer(0xa3, writeSequence(...parts.extensions))];
  const version = parts.version ?? [writeDer(0xa0, writeInteger(Buffer.from([2])))];
  const body = writeSequence(
    ...version,
    parts.serial ?? writeInteger(Buffer.from([7])),
    parts.inner ?? algorithm,
    parts.issuer ?? subject,
    parts.validity ?? validity,
    subject,
    spki,
    ...extensions,
  );
  return writeSequence(
    body,
    algorithm,
    writeBitString(sign(parts.hash ?? 'sha256', body, parts.signer ?? ec.privateKey)),
    ...(parts.after ?? []),
  );
}
