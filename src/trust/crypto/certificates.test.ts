import { describe, expect, it } from 'vitest';
import { attribute, type CertificateParts, makeX509, text } from '../../../test/support/x509-maker.ts';
import { writeBitString, writeDer, writeObjectIdentifier, writeSequence } from '../x509/der-writer.ts';
import { readCertificates, readNotaryCertificate } from './certificates.ts';
import { writePem } from './pem.ts';

const commonName = (value: Buffer): CertificateParts => ({ subject: writeSequence(attribute('2.5.4.3', value)) });

describe('common names', () => {
  it.each<[string, CertificateParts, string]>([
    ['usual', {}, 'leaf'],
    ['of a certificate of version 1', { version: [] }, 'leaf'],
    ['absent', { subject: writeSequence(attribute('2.5.4.10', writeDer(0x0c, text('lab')))) }, ''],
    ['of no subject', { subject: writeSequence() }, ''],
    ['printable', commonName(writeDer(0x13, text('a/b'))), 'a/b'],
    ['in T.61', commonName(writeDer(0x14, text('a/b'))), 'a/b'],
    ['in ASCII', commonName(writeDer(0x16, text('a/b'))), 'a/b'],
    ['that begins with a byte order mark', commonName(writeDer(0x0c, text('\ufeffa'))), '\ufeffa'],
  ])('%s', (_name, parts, expected) => {
    expect(readNotaryCertificate(makeX509(parts), 'it').commonName).toBe(expected);
  });

  const two = writeSequence(attribute('2.5.4.3', writeDer(0x0c, text('a'))), attribute('2.5.4.3', writeDer(0x0c, text('b'))));
  const values = (...more: readonly Buffer[]): CertificateParts => ({
    subject: writeSequence(writeDer(0x31, writeSequence(writeObjectIdentifier('2.5.4.3'), ...more))),
  });
  it.each<[string, CertificateParts, string]>([
    ['two of them', { subject: two }, 'the subject has several common names'],
    ['one of bits', commonName(writeBitString(text('a'))), 'the common name is not text'],
    ['one without a value', values(), 'a part of a name does not have one value'],
    ['one with two values', values(writeDer(0x0c, text('a')), writeDer(5)), 'a part of a name does not have one value'],
    ['one that is not UTF-8', commonName(writeDer(0x0c, Buffer.from([0xff]))), 'a string is not valid UTF-8'],
  ])('refuses %s', (_name, parts, reason) => {
    const message = `the certificate of it cannot be read: ${reason}`;
    expect(() => readNotaryCertificate(makeX509(parts), 'it')).toThrow(
      expect.objectContaining({ name: 'VerificationError', code: 'ROLE_KEY_INVALID', object: 'it', message }),
    );
  });
});

it('reads every certificate of a file, and refuses other content', () => {
  const pem = writePem('CERTIFICATE', makeX509());
  expect(readCertificates(pem + pem, 'it').map(({ commonName: name }) => name)).toEqual(['leaf', 'leaf']);
  expect(() => readCertificates(pem.repeat(11), 'it')).toThrow('it has 11 certificates, more than 10');
  expect(() => readCertificates(pem + writePem('PUBLIC KEY', Buffer.alloc(3)), 'it')).toThrow('the PEM block PUBLIC KEY where only plain');
});
