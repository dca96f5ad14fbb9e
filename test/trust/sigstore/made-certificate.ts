import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { bits, boolean, explicit, objectIdentifier, octets, sequence, set, small, utcTime, utf8 } from './made-der.ts';

export interface MadeKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A certificate that a test made, with the keys that it is about. */
export interface MadeCertificate extends MadeKeys {
  readonly der: Buffer;
  readonly name: Buffer;
  readonly serial: Buffer;
}

export interface CertificateRequest {
  readonly name: string;
  readonly issuer?: MadeCertificate;
  readonly keys?: MadeKeys;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Buffer[];
  /** Called with the extensions' certificate without timestamps; gives the extension to add. */
  readonly addTimestamps?: (signed: Buffer, issuer: Buffer) => Buffer | undefined;
  readonly serial?: number;
}

export const makeKeys = (curve = 'P-256'): MadeKeys => generateKeyPairSync('ec', { namedCurve: curve });
export const publicKeyInfo = ({ publicKey }: MadeKeys): Buffer => publicKey.export({ type: 'spki', format: 'der' });

export function makeCertificate(request: CertificateRequest): MadeCertificate {
  const keys = request.keys ?? makeKeys();
  const name = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8(request.name))));
  const { issuer } = request;
  const serial = small(request.serial ?? 7);
  const ecdsa = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const signed = (extensions: readonly Buffer[]): Buffer =>
    sequence(
      explicit(0, small(2)),
      serial,
      ecdsa,
      issuer?.name ?? name,
      sequence(utcTime(request.notBefore), utcTime(request.notAfter)),
      name,
      publicKeyInfo(keys),
      explicit(3, sequence(...extensions)),
    );
  const stamps = request.addTimestamps?.(signed(request.extensions), publicKeyInfo(issuer ?? keys));
  const whole = signed(stamps === undefined ? request.extensions : [...request.extensions, stamps]);
  const signature = sign('sha256', whole, (issuer ?? keys).privateKey);
  return { ...keys, der: sequence(whole, ecdsa, bits(signature)), name, serial };
}

export const extension = (id: string, value: Buffer, isCritical = false): Buffer =>
  sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), octets(value));

/** digitalSignature 0x80, keyCertSign 0x04. */
export const keyUsage = (mask: number): Buffer => extension('2.5.29.15', Buffer.from([3, 2, 0, mask]), true);
export const authority = (pathLength?: number): Buffer =>
  extension('2.5.29.19', sequence(boolean(true), ...(pathLength === undefined ? [] : [small(pathLength)])), true);
export const extendedKeyUsage = (ids: readonly string[], isCritical = false): Buffer =>
  extension('2.5.29.37', sequence(...ids.map(objectIdentifier)), isCritical);
export const subjectUri = (uri: string): Buffer =>
  extension('2.5.29.17', sequence(Buffer.concat([Buffer.from([0x86, uri.length]), Buffer.from(uri)])), true);
export const fulcio = (number: number, text: string): Buffer =>
  extension(`1.3.6.1.4.1.57264.1.${number}`, number < 8 ? Buffer.from(text) : utf8(text));

/** An extension with one timestamp by the log (RFC 6962, section 3.2), with log extensions where wanted. */
export function certificateTimestamp(log: MadeKeys, time: Date, signed: Buffer, issuer: Buffer, more: Buffer): Buffer {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time.getTime()));
  const size = Buffer.from([0, signed.length >> 8, signed.length & 255]);
  const issuerHash = createHash('sha256').update(issuer).digest();
  const vector = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const message = Buffer.concat([Buffer.from([0, 0]), stamp, Buffer.from([0, 1]), issuerHash, size, signed, vector(more)]);
  const logId = createHash('sha256').update(publicKeyInfo(log)).digest();
  const signature = Buffer.concat([Buffer.from([4, 3]), vector(sign('sha256', message, log.privateKey))]);
  const one = Buffer.concat([Buffer.from([0]), logId, stamp, vector(more), signature]);
  return extension('1.3.6.1.4.1.11129.2.4.2', octets(vector(vector(one))));
}
