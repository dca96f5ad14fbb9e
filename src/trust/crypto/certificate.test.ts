import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasBrokenDigest, readCertificate, type Certificate } from './certificate.ts';
import {
  writeBitString,
  writeDer,
  writeInteger,
  writeNull,
  writeObjectIdentifier,
  writeOctetString,
  writeSequence,
  writeTime,
} from './der-writer.ts';
import { hasCertificatePath } from './has-certificate-path.ts';
import { utcTime } from './utc-time.ts';
import { processorMs } from '../../../test/support/processor-time.ts';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const text = (value: string): Buffer => Buffer.from(value);
const attribute = (type: string, value: Buffer): Buffer => writeDer(0x31, writeSequence(writeObjectIdentifier(type), value));
const name = (commonName: string): Buffer =>
  writeSequence(attribute('2.5.4.10', writeDer(0x0c, text('lab'))), attribute('2.5.4.3', writeDer(0x0c, text(commonName))));
const ecdsaWithSha256 = writeSequence(writeObjectIdentifier('1.2.840.10045.4.3.2'));
const critical = writeDer(1, Buffer.from([0xff]));
const extension = (type: string, value: Buffer, isCritical = true): Buffer =>
  writeSequence(writeObjectIdentifier(type), ...(isCritical ? [critical] : []), writeOctetString(value));
const basicConstraints = (...values: readonly Buffer[]): Buffer => extension('2.5.29.19', writeSequence(...values));
const certSign = extension('2.5.29.15', writeBitString(Buffer.from([0x04]), 2));

interface Parts {
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
}

const validity = writeSequence(writeTime(new Date('2026-01-01')), writeTime(new Date('2027-01-01')));

function make(parts: Parts = {}): Buffer {
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
  return writeSequence(body, algorithm, writeBitString(sign('sha256', body, parts.signer ?? ec.privateKey)), ...(parts.after ?? []));
}

describe('readCertificate', () => {
  it('reads what deciding needs', () => {
    const der = make({
      extensions: [basicConstraints(critical, writeInteger(Buffer.from([3]))), certSign, extension('2.5.29.37', writeSequence(), false)],
    });
    const { x509, ...facts } = readCertificate(der, 'it');
    expect(facts).toEqual({
      der,
      publicKey: ec.publicKey.export({ type: 'spki', format: 'der' }),
      commonName: 'leaf',
      isAuthority: true,
      pathLength: 3,
      criticalExtensions: ['2.5.29.19', '2.5.29.15'],
      notBefore: new Date('2026-01-01'),
      notAfter: new Date('2027-01-01'),
      signatureAlgorithm: '1.2.840.10045.4.3.2',
    });
    expect(x509.subject).toBe('O=lab\nCN=leaf');
  });

  it.each<[string, Parts, Partial<Certificate>]>([
    ['no extensions', {}, { isAuthority: false, criticalExtensions: [] }],
    ['version 1', { version: [] }, { isAuthority: false, commonName: 'leaf' }],
    ['empty basic constraints', { extensions: [basicConstraints()] }, { isAuthority: false, criticalExtensions: ['2.5.29.19'] }],
    ['other extensions only', { extensions: [certSign] }, { isAuthority: false, criticalExtensions: ['2.5.29.15'] }],
    ['an authority', { extensions: [basicConstraints(critical)] }, { isAuthority: true }],
    ['path length 0', { extensions: [basicConstraints(critical, writeDer(2, Buffer.from([0])))] }, { isAuthority: true, pathLength: 0 }],
    ['path length 127', { extensions: [basicConstraints(critical, writeDer(2, Buffer.from([0x7f])))] }, { pathLength: 127 }],
    ['no common name', { subject: writeSequence(attribute('2.5.4.10', writeDer(0x0c, text('lab')))) }, { commonName: '' }],
    ['no subject', { subject: writeSequence() }, { commonName: '' }],
    ['a printable name', { subject: writeSequence(attribute('2.5.4.3', writeDer(0x13, text('a/b')))) }, { commonName: 'a/b' }],
    ['a teletex name', { subject: writeSequence(attribute('2.5.4.3', writeDer(0x14, text('a/b')))) }, { commonName: 'a/b' }],
    ['an IA5 name', { subject: writeSequence(attribute('2.5.4.3', writeDer(0x16, text('a/b')))) }, { commonName: 'a/b' }],
    [
      'a name that begins with a byte order mark',
      { subject: writeSequence(attribute('2.5.4.3', writeDer(0x0c, text('\ufeffa')))) },
      { commonName: '\ufeffa' },
    ],
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
  ])('%s', (_name, parts, facts) => {
    expect(readCertificate(make(parts), 'it')).toMatchObject(facts);
  });

  const shortTime = (value: string): Buffer => writeDer(0x17, text(value));
  const withTime = (value: Buffer): Parts => ({ validity: writeSequence(value, writeTime(new Date('2027-01-01'))) });
  it.each<[string, Parts, string]>([
    ['three parts more', { after: [writeNull()] }, 'has more than a body and a signature'],
    ['a serial number of no octets', { serial: writeDer(2) }, 'is not one that the crypto library reads'],
    ['two algorithms', { inner: writeSequence(writeObjectIdentifier('1.2.840.10045.4.3.3')) }, 'names two signature algorithms'],
    ['serial of another type', { serial: writeNull() }, 'has tag 0x5 where 0x2 belongs'],
    [
      'two common names',
      { subject: writeSequence(attribute('2.5.4.3', writeDer(0x0c, text('a'))), attribute('2.5.4.3', writeDer(0x0c, text('b')))) },
      'has several common names',
    ],
    [
      'a common name of bits',
      { subject: writeSequence(attribute('2.5.4.3', writeBitString(text('a')))) },
      'has a common name that is not text',
    ],
    [
      'a common name of nothing',
      { subject: writeSequence(writeDer(0x31, writeSequence(writeObjectIdentifier('2.5.4.3')))) },
      'has a common name that is not text',
    ],
    [
      'a common name and more',
      { subject: writeSequence(writeDer(0x31, writeSequence(writeObjectIdentifier('2.5.4.3'), writeDer(0x0c, text('a')), writeNull()))) },
      'has a common name that is not text',
    ],
    [
      'a common name that is not UTF-8',
      { subject: writeSequence(attribute('2.5.4.3', writeDer(0x0c, Buffer.from([0xff])))) },
      'has a common name that is not UTF-8',
    ],
    ['a subject that is not of sets', { subject: writeSequence(writeSequence()) }, 'has tag 0x30 where 0x31 belongs'],
    ['an attribute that is not a sequence', { subject: writeSequence(writeDer(0x31, writeNull())) }, 'has tag 0x5 where 0x30 belongs'],
    ['one extension twice', { extensions: [certSign, certSign] }, 'has one extension twice'],
    ['an extension that is not a sequence', { extensions: [writeNull()] }, 'has tag 0x5 where 0x30 belongs'],
    ['constraints without a value', { extensions: [writeSequence(writeObjectIdentifier('2.5.29.19'))] }, 'has tag 0x6 where 0x4 belongs'],
    [
      'an authority that is 1',
      { extensions: [basicConstraints(writeDer(1, Buffer.from([1])))] },
      'has basic constraints that are not in DER',
    ],
    [
      'an authority that is false',
      { extensions: [basicConstraints(writeDer(1, Buffer.from([0])))] },
      'has basic constraints that are not in DER',
    ],
    ['a path length before', { extensions: [basicConstraints(writeInteger(Buffer.from([0])))] }, 'has tag 0x2 where 0x1 belongs'],
    [
      'a negative path length',
      { extensions: [basicConstraints(critical, writeDer(2, Buffer.from([0x80])))] },
      'has a path length that is not a small number',
    ],
    [
      'a long path length',
      { extensions: [basicConstraints(critical, writeDer(2, Buffer.from([1, 1])))] },
      'has a path length that is not a small number',
    ],
    ['no time', withTime(writeNull()), 'has no time where one belongs'],
    ['no times', { validity: writeSequence() }, 'has no time where one belongs'],
    ['a time without seconds', withTime(shortTime('2601010000Z')), 'has a time that does not exist: "2601010000Z"'],
    ['a time with offset', withTime(shortTime('260101000000+0000')), 'has a time that does not exist: "260101000000+0000"'],
    ['the 30th of February', withTime(shortTime('260230000000Z')), 'has a time that does not exist: "260230000000Z"'],
    ['a fraction', withTime(writeDer(0x18, text('20260101000000.5Z'))), 'has a time that does not exist: "20260101000000.5Z"'],
    ['four digits in UTCTime', withTime(shortTime('20260101000000Z')), 'has a time that does not exist: "20260101000000Z"'],
    ['two digits in GeneralizedTime', withTime(writeDer(0x18, text('260101000000Z'))), 'has a time that does not exist: "260101000000Z"'],
  ])('refuses %s', (_name, parts, reason) => {
    const error = expect.objectContaining({ name: 'VerificationError', code: 'ROLE_KEY_INVALID', object: 'it' });
    expect(() => readCertificate(make(parts), 'it')).toThrow(error);
    expect(() => readCertificate(make(parts), 'it')).toThrow(new RegExp(`^the certificate of it ${reason.replace(/[.+]/g, '\\$&')}$`));
  });

  it.each([
    ['a signature of another type', writeSequence(writeSequence(), writeSequence(), writeNull()), 'has tag 0x5 where 0x3 belongs'],
    ['nothing signed', writeSequence(writeNull(), ecdsaWithSha256, writeBitString(text('a'))), 'has tag 0x5 where 0x30 belongs'],
    ['an empty body', writeSequence(writeSequence(), ecdsaWithSha256, writeBitString(text('a'))), 'ends where tag 0x2 belongs'],
    ['bytes after it', Buffer.concat([make(), Buffer.alloc(1)]), 'has bytes after its end'],
  ])('refuses %s', (_name, der, reason) => {
    expect(() => readCertificate(der, 'it')).toThrow(`the certificate of it ${reason}`);
  });

  it('281 tells signatures over MD5 and SHA-1', () => {
    const oids = [
      '1.2.840.113549.1.1.4',
      '1.2.840.113549.1.1.5',
      '1.3.14.3.2.29',
      '1.2.840.10040.4.3',
      '1.2.840.10045.4.1',
      '1.2.840.10045.4.3.2',
      '1.2.840.113549.1.1.11',
    ];
    const broken = oids.map((oid) => hasBrokenDigest({ ...readCertificate(make(), 'it'), signatureAlgorithm: oid }));
    expect(broken).toEqual([true, true, true, true, true, false, false]);
  });
});

describe('hasCertificatePath', () => {
  const time = new Date('2026-06-01');
  const keys = Array.from({ length: 7 }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  const authorityExtensions = [basicConstraints(critical), certSign];
  const read = (parts: Parts): Certificate => readCertificate(make(parts), 'it');
  /** Authority number `i`, issued by number `i - 1`; number 0 by itself. */
  const authority = (i: number, parts: Parts = {}): Certificate =>
    read({
      subject: name(`ca${i}`),
      issuer: name(`ca${Math.max(i - 1, 0)}`),
      key: keys[i]!.publicKey,
      signer: keys[Math.max(i - 1, 0)]!.privateKey,
      extensions: authorityExtensions,
      ...parts,
    });
  const leafOf = (i: number, parts: Parts = {}): Certificate =>
    read({ subject: name('leaf'), issuer: name(`ca${i}`), signer: keys[i]!.privateKey, ...parts });
  const chain = [0, 1, 2, 3, 4, 5].map((i) => authority(i));
  const ended = writeSequence(writeTime(new Date('2025-01-01')), writeTime(new Date('2026-05-31')));
  const notYet = writeSequence(writeTime(new Date('2026-06-02')), writeTime(new Date('2027-01-01')));
  const begins = writeSequence(writeTime(time), writeTime(time));

  it.each<[string, Certificate, readonly Certificate[], readonly Certificate[], boolean]>([
    ['directly', leafOf(0), [], [chain[0]!], true],
    ['by one of several', leafOf(0), [], [authority(1), chain[0]!], true],
    ['by none', leafOf(0), [], [], false],
    ['by an intermediate', leafOf(1), [chain[1]!], [chain[0]!], true],
    ['by intermediates in any order', leafOf(3), [chain[2]!, chain[3]!, chain[1]!], [chain[0]!], true],
    ['without the intermediate', leafOf(1), [], [chain[0]!], false],
    ['with another intermediate', leafOf(2), [chain[1]!], [chain[0]!], false],
    ['by an intermediate that is pinned', leafOf(1), [], [chain[1]!], true],
    ['by four intermediates', leafOf(4), chain.slice(1, 5), [chain[0]!], true],
    ['by five intermediates', leafOf(5), chain.slice(1, 6), [chain[0]!], false],
    ['by a name without the key', leafOf(0, { signer: keys[6]!.privateKey }), [], [chain[0]!], false],
    ['by a key with another name', leafOf(0, { issuer: name('other') }), [], [chain[0]!], false],
    ['by itself', leafOf(0, { issuer: name('leaf'), signer: ec.privateKey }), [], [chain[0]!], false],
    ['by an authority that has ended', leafOf(0), [], [authority(0, { validity: ended })], false],
    ['by an authority that has not begun', leafOf(0), [], [authority(0, { validity: notYet })], false],
    ['by an authority for this moment', leafOf(0), [], [authority(0, { validity: begins })], true],
    ['by an intermediate that has ended', leafOf(1), [authority(1, { validity: ended })], [chain[0]!], false],
    ['by something that is no authority', leafOf(1), [authority(1, { extensions: [certSign] })], [chain[0]!], false],
    [
      'by an authority with path length 0',
      leafOf(0),
      [],
      [authority(0, { extensions: [basicConstraints(critical, writeDer(2, Buffer.from([0]))), certSign] })],
      true,
    ],
    [
      'beyond path length 0',
      leafOf(1),
      [chain[1]!],
      [authority(0, { extensions: [basicConstraints(critical, writeDer(2, Buffer.from([0]))), certSign] })],
      false,
    ],
    [
      'within path length 1',
      leafOf(1),
      [chain[1]!],
      [authority(0, { extensions: [basicConstraints(critical, writeDer(2, Buffer.from([1]))), certSign] })],
      true,
    ],
    [
      'by an authority with name constraints',
      leafOf(0),
      [],
      [authority(0, { extensions: [...authorityExtensions, extension('2.5.29.30', writeSequence())] })],
      false,
    ],
    [
      'by an authority with other extensions',
      leafOf(0),
      [],
      [
        authority(0, {
          extensions: [
            ...authorityExtensions,
            extension('2.5.29.37', writeSequence(writeObjectIdentifier('1.3.6.1.5.5.7.3.3'))),
            extension('2.5.29.99', writeSequence(), false),
          ],
        }),
      ],
      true,
    ],
  ])('%s', (_name, leaf, intermediates, authorities, isIssued) => {
    expect(hasCertificatePath(leaf, intermediates, authorities, time)).toBe(isIssued);
  });

  it('not when the signature is over SHA-1', () => {
    expect(hasCertificatePath({ ...leafOf(0), signatureAlgorithm: '1.2.840.10045.4.1' }, [], [chain[0]!], time)).toBe(false);
  });

  it('does not try every order of certificates that issue each other', () => {
    const same = Array.from({ length: 9 }, (_, i) =>
      authority(1, { issuer: name('ca1'), signer: keys[1]!.privateKey, serial: writeInteger(Buffer.from([i + 1])) }),
    );
    const taken = processorMs(() => expect(hasCertificatePath(leafOf(1), same, [chain[5]!], time)).toBe(false));
    expect(taken).toBeLessThan(10_000);
  });
});

describe('utcTime', () => {
  it.each([
    ['2024-02-29T23:59:59', '2024-02-29T23:59:59.000Z'],
    ['2026-02-29T00:00:00', undefined],
    ['2026-01-01T24:00:00', undefined],
    ['2026-01-01T00:00:60', undefined],
    ['2026-13-01T00:00:00', undefined],
    ['0000-01-01T00:00:00', '0000-01-01T00:00:00.000Z'],
    ['x', undefined],
  ])('%s', (text, time) => {
    expect(utcTime(text)?.toISOString()).toBe(time);
  });
});
