import { describe, expect, it } from 'vitest';
import {
  attribute,
  basicConstraints,
  type CertificateParts,
  certSign,
  critical,
  ec,
  ecdsaWithSha256,
  extension,
  makeX509,
  name,
  text,
} from '../../../test/support/x509-maker.ts';
import { limits } from '../../model/limits.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { readDer } from './der-reader.ts';
import { writeBitString, writeDer, writeInteger, writeNull, writeObjectIdentifier, writeSequence, writeTime } from './der-writer.ts';
import { isBrokenAlgorithm, isSoundAlgorithm } from './signature.ts';

const no = writeDer(1, Buffer.from([0]));
const octet = (...values: readonly number[]): Buffer => writeDer(2, Buffer.from(values));

describe('readCertificate', () => {
  it('reads every field', () => {
    const constraints = basicConstraints(critical, octet(3));
    const purposes = extension('2.5.29.37', writeSequence(writeObjectIdentifier('1.3.6.1.5.5.7.3.8')), false);
    const der = makeX509({ extensions: [constraints, certSign, purposes], issuer: name('root') });
    const { signed, signature, extensions, ...facts } = readCertificate(der, 'profile');
    expect(facts).toEqual({
      der,
      signatureAlgorithm: { id: '1.2.840.10045.4.3.2' },
      serialNumber: Buffer.of(7),
      subject: {
        parts: [
          { type: 'O', value: 'lab', isText: true },
          { type: 'CN', value: 'leaf', isText: true },
        ],
        isMultiValued: false,
        text: 'O=lab, CN=leaf',
      },
      subjectDer: name('leaf'),
      issuer: {
        parts: [
          { type: 'O', value: 'lab', isText: true },
          { type: 'CN', value: 'root', isText: true },
        ],
        isMultiValued: false,
        text: 'O=lab, CN=root',
      },
      issuerDer: name('root'),
      notBefore: new Date('2026-01-01'),
      notAfter: new Date('2027-01-01'),
      publicKeyInfo: ec.publicKey.export({ type: 'spki', format: 'der' }),
      isAuthority: true,
      pathLength: 3,
      keyUsage: new Set(['keyCertSign']),
      purposes: ['1.3.6.1.5.5.7.3.8'],
    });
    expect(writeSequence(signed, ecdsaWithSha256, writeBitString(signature))).toEqual(der);
    expect([...extensions].map(([id, { isCritical, bytes }]) => [id, isCritical, bytes])).toEqual([
      ['2.5.29.19', true, constraints],
      ['2.5.29.15', true, certSign],
      ['2.5.29.37', false, purposes],
    ]);
  });

  it.each<[string, CertificateParts, Partial<Certificate>]>([
    ['no extensions', {}, { isAuthority: false, extensions: new Map() }],
    ['empty basic constraints', { extensions: [basicConstraints()] }, { isAuthority: false }],
    ['other extensions only', { extensions: [certSign] }, { isAuthority: false, keyUsage: new Set(['keyCertSign']) }],
    ['an authority', { extensions: [basicConstraints(critical)] }, { isAuthority: true }],
    ['CA:FALSE, although DER omits it', { extensions: [basicConstraints(no)] }, { isAuthority: false }],
    ['path length 0', { extensions: [basicConstraints(critical, octet(0))] }, { isAuthority: true, pathLength: 0 }],
    ['path length 127', { extensions: [basicConstraints(critical, octet(0x7f))] }, { isAuthority: true, pathLength: 127 }],
    ['path length 257', { extensions: [basicConstraints(critical, octet(1, 1))] }, { isAuthority: true, pathLength: 257 }],
    ['a path length without an authority', { extensions: [basicConstraints(octet(0))] }, { isAuthority: false, pathLength: 0 }],
    [
      'the last bit of key usage, in a second octet',
      { extensions: [extension('2.5.29.15', writeBitString(Buffer.from([0x80, 0x80]), 7))] },
      { keyUsage: new Set(['digitalSignature', 'decipherOnly']) },
    ],
    ['no purpose at all', { extensions: [extension('2.5.29.37', writeSequence())] }, { purposes: [] }],
    [
      'times of two centuries',
      { validity: writeSequence(writeTime(new Date('1950-01-01')), writeTime(new Date('2050-01-01'))) },
      { notBefore: new Date('1950-01-01'), notAfter: new Date('2050-01-01') },
    ],
    [
      'year 2049',
      { validity: writeSequence(writeTime(new Date('1999-12-31')), writeTime(new Date('2049-12-31'))) },
      { notBefore: new Date('1999-12-31'), notAfter: new Date('2049-12-31') },
    ],
    ['a negative serial number', { serial: octet(0xff) }, { serialNumber: Buffer.of(0xff) }],
  ])('reads %s', (_name, parts, facts) => {
    expect(readCertificate(makeX509(parts), 'profile')).toMatchObject(facts);
  });

  const version = (number: number): CertificateParts => ({ version: [writeDer(0xa0, octet(number))] });
  const uniqueIds = (der: Buffer): Buffer => {
    const at = (bytes: Buffer): Buffer[] => [...members(bytes)];
    const [signed, ...others] = at(der);
    return writeSequence(writeSequence(...at(signed!), writeDer(0x81, Buffer.of(0, 1)), writeDer(0x82, Buffer.of(0, 2))), ...others);
  };
  it.each<[string, Buffer, string]>([
    ['version 1', makeX509({ version: [] }), 'a certificate is of version 1'],
    ['version 2', makeX509(version(1)), 'a certificate is of version 2'],
    ['unique identifiers', uniqueIds(makeX509()), 'unexpected tag 0x81'],
  ])('reads %s as legacy only', (_name, der, message) => {
    expect(readCertificate(der, 'legacy').subject.text).toBe('O=lab, CN=leaf');
    expect(() => readCertificate(der, 'profile')).toThrow(message);
  });

  it('refuses version 4', () => {
    expect(() => readCertificate(makeX509(version(3)), 'legacy')).toThrow('a certificate is of version 4');
  });

  const shortTime = (value: string): Buffer => writeDer(0x17, text(value));
  const withTime = (value: Buffer): CertificateParts => ({ validity: writeSequence(value, writeTime(new Date('2027-01-01'))) });
  it.each<[string, CertificateParts, string]>([
    ['three parts and more', { after: [writeNull()] }, 'a certificate has more than three parts'],
    ['a serial number of no octets', { serial: writeDer(2) }, 'an invalid integer'],
    ['a serial number in a longer form', { serial: octet(0, 7) }, 'an invalid integer'],
    ['two algorithms', { inner: writeSequence(writeObjectIdentifier('1.2.840.10045.4.3.3')) }, 'names two signature algorithms'],
    ['a serial number of another type', { serial: writeNull() }, 'expected tag 0x2, found 0x5'],
    ['a subject that is not of sets', { subject: writeSequence(writeSequence()) }, 'expected tag 0x31, found 0x30'],
    ['an attribute that is not a sequence', { subject: writeSequence(writeDer(0x31, writeNull())) }, 'expected tag 0x30, found 0x5'],
    ['one extension twice', { extensions: [certSign, certSign] }, 'extension 2.5.29.15 is present twice'],
    ['an extension that is not a sequence', { extensions: [writeNull()] }, 'expected tag 0x30, found 0x5'],
    ['constraints without a value', { extensions: [writeSequence(writeObjectIdentifier('2.5.29.19'))] }, '2.5.29.19 has no value'],
    ['an authority that is 1', { extensions: [basicConstraints(writeDer(1, Buffer.from([1])))] }, 'an invalid boolean'],
    ['a negative path length', { extensions: [basicConstraints(critical, octet(0x80))] }, 'an integer is out of range'],
    ['a path length before the authority', { extensions: [basicConstraints(octet(0), critical)] }, 'unexpected tag 0x1'],
    ['key usage that is no bits', { extensions: [extension('2.5.29.15', writeNull())] }, 'expected tag 0x3, found 0x5'],
    ['purposes that are no identifiers', { extensions: [extension('2.5.29.37', writeSequence(writeNull()))] }, 'expected tag 0x6'],
    ['no time', withTime(writeNull()), 'expected tag 0x18, found 0x5'],
    ['no times', { validity: writeSequence() }, 'expected tag 0x18, found nothing'],
    ['a time without seconds', withTime(shortTime('2601010000Z')), '"2601010000Z" is not a valid time'],
    ['a time with offset', withTime(shortTime('260101000000+0000')), '"260101000000+0000" is not a valid time'],
    ['the 30th of February', withTime(shortTime('260230000000Z')), '"260230000000Z" is not a valid time'],
    ['a fraction', withTime(writeDer(0x18, text('20260101000000.5Z'))), '"20260101000000.5Z" is not a valid time'],
    ['four digits in UTCTime', withTime(shortTime('20260101000000Z')), '"20260101000000Z" is not a valid time'],
    ['two digits in GeneralizedTime', withTime(writeDer(0x18, text('260101000000Z'))), '"260101000000Z" is not a valid time'],
  ])('refuses %s', (_name, parts, message) => {
    expect(() => readCertificate(makeX509(parts), 'legacy')).toThrow(message);
    expect(() => readCertificate(makeX509(parts), 'legacy')).toThrow(expect.objectContaining({ name: 'DerError' }));
  });

  it.each([
    ['a signature of another type', writeSequence(writeSequence(), writeSequence(), writeNull()), 'expected tag'],
    ['nothing signed', writeSequence(writeNull(), ecdsaWithSha256, writeBitString(text('a'))), 'expected tag 0x30, found 0x5'],
    ['an empty body', writeSequence(writeSequence(), ecdsaWithSha256, writeBitString(text('a'))), 'a certificate names two'],
    ['bytes after it', Buffer.concat([makeX509(), Buffer.alloc(1)]), 'data follows the element'],
    ['more bytes than the limit', Buffer.alloc(limits.certificateBytes + 1), `more than ${limits.certificateBytes}`],
  ])('refuses %s', (_name, der, reason) => {
    expect(() => readCertificate(der, 'legacy')).toThrow(reason);
  });

  it('refuses every truncation, and throws nothing but DerError for a changed bit', () => {
    const der = makeX509({ extensions: [basicConstraints(critical), certSign], version: [writeDer(0xa0, writeInteger(Buffer.of(2)))] });
    const isRead = (bytes: Buffer): boolean => {
      try {
        return readCertificate(bytes, 'legacy').der.length > 0;
      } catch (error) {
        expect(error).toMatchObject({ name: 'DerError' });
        return false;
      }
    };
    for (let length = 0; length < der.length; length++) expect(isRead(der.subarray(0, length))).toBe(false);
    let read = 0;
    for (let bit = 0; bit < der.length * 8; bit++) {
      const changed = Buffer.from(der);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      if (isRead(changed)) read++;
    }
    expect(read).toBeGreaterThan(0);
  });
});

it('recognizes signatures over MD5 and SHA-1 [281]', () => {
  const broken = ['1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5', '1.3.14.3.2.29', '1.2.840.10040.4.3', '1.2.840.10045.4.1'];
  const sound = ['1.2.840.10045.4.3.2', '1.2.840.113549.1.1.11', '1.2.840.113549.1.1.10', '1.3.101.112'];
  expect(broken.map((id) => [isBrokenAlgorithm({ id }), isSoundAlgorithm({ id })])).toEqual(broken.map(() => [true, false]));
  expect(sound.map((id) => [isBrokenAlgorithm({ id }), isSoundAlgorithm({ id })])).toEqual(sound.map(() => [false, true]));
});

it('reads names of every string type, and values that are not strings', () => {
  const subject = writeSequence(
    attribute('2.5.4.6', writeDer(0x13, text('DE'))),
    attribute('2.5.4.10', writeDer(0x1e, Buffer.from('00e4d83dde00', 'hex'))),
    attribute('2.5.4.11', writeDer(0x14, Buffer.from([0xe4]))),
    attribute('2.5.4.7', writeDer(0x1c, Buffer.from('0001f600', 'hex'))),
    attribute('1.2.3', writeDer(2, Buffer.of(5))),
    attribute('2.5.4.3', writeDer(0x0c, text('a, "b"\n'))),
  );
  expect(readCertificate(makeX509({ subject }), 'profile').subject.text).toBe(
    'C=DE, O=ä😀, OU=ä, L=😀, 1.2.3=#020105, CN=a\\, \\"b\\"\\\\0a',
  );
  const broken = (value: Buffer) => (): unknown =>
    readCertificate(makeX509({ subject: writeSequence(attribute('2.5.4.3', value)) }), 'profile');
  expect(broken(writeDer(0x1e, Buffer.alloc(3)))).toThrow('a string ends inside a character');
  expect(broken(writeDer(0x1c, Buffer.from('00110000', 'hex')))).toThrow('a string has a character that does not exist');
});

/** The encoded members of a sequence. */
function* members(der: Buffer): Generator<Buffer> {
  for (let rest = readDer(der).content; rest.length > 0;) {
    const octets = rest[1]! < 0x80 ? 0 : rest[1]! & 0x7f;
    const length = 2 + octets + (octets === 0 ? rest[1]! : rest.readUIntBE(2, octets));
    yield rest.subarray(0, length);
    rest = rest.subarray(length);
  }
}
