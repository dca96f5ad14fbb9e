import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../test/support/processor-time.ts';
import {
  basicConstraints,
  type CertificateParts,
  certSign,
  critical,
  ec,
  extension,
  makeX509,
  name,
} from '../../../test/support/x509-maker.ts';
import { limits } from '../../model/limits.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { findCertificatePath, isSelfSigned } from './certificate-path.ts';
import { writeBitString, writeDer, writeInteger, writeObjectIdentifier, writeSequence, writeTime } from './der-writer.ts';

describe('findCertificatePath', () => {
  const time = new Date('2026-06-01');
  const keys = Array.from({ length: 7 }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  const authorityExtensions = [basicConstraints(critical), certSign];
  const read = (parts: CertificateParts): Certificate => readCertificate(makeX509(parts), 'legacy');
  /** Authority number `i`, issued by number `i - 1`; number 0 by itself. */
  const authority = (i: number, parts: CertificateParts = {}): Certificate =>
    read({
      subject: name(`ca${i}`),
      issuer: name(`ca${Math.max(i - 1, 0)}`),
      key: keys[i]!.publicKey,
      signer: keys[Math.max(i - 1, 0)]!.privateKey,
      extensions: authorityExtensions,
      ...parts,
    });
  const leafOf = (i: number, parts: CertificateParts = {}): Certificate =>
    read({ subject: name('leaf'), issuer: name(`ca${i}`), signer: keys[i]!.privateKey, ...parts });
  const chain = [0, 1, 2, 3, 4, 5].map((i) => authority(i));
  const ended = writeSequence(writeTime(new Date('2025-01-01')), writeTime(new Date('2026-05-31')));
  const notYet = writeSequence(writeTime(new Date('2026-06-02')), writeTime(new Date('2027-01-01')));
  const begins = writeSequence(writeTime(time), writeTime(time));

  const isFound = (leaf: Certificate, candidates: readonly Certificate[], anchors: readonly Certificate[]): boolean =>
    findCertificatePath({ leaf, candidates, anchors, rules: { time } }) !== undefined;

  it.each<[string, Certificate, readonly Certificate[], readonly Certificate[], boolean]>([
    ['directly', leafOf(0), [], [chain[0]!], true],
    ['by one of several', leafOf(0), [], [authority(1), chain[0]!], true],
    ['by no known authority', leafOf(0), [], [], false],
    ['by an intermediate', leafOf(1), [chain[1]!], [chain[0]!], true],
    ['by intermediates in any order', leafOf(3), [chain[2]!, chain[3]!, chain[1]!], [chain[0]!], true],
    ['by an intermediate that is missing', leafOf(1), [], [chain[0]!], false],
    ['by another intermediate', leafOf(2), [chain[1]!], [chain[0]!], false],
    ['by an intermediate that is pinned', leafOf(1), [], [chain[1]!], true],
    ['by four intermediates', leafOf(4), chain.slice(1, 5), [chain[0]!], true],
    ['by five intermediates', leafOf(5), chain.slice(1, 6), [chain[0]!], false],
    ['by another key of the same name', leafOf(0, { signer: keys[6]!.privateKey }), [], [chain[0]!], false],
    ['under another name by the same key', leafOf(0, { issuer: name('other') }), [], [chain[0]!], false],
    ['by itself', leafOf(0, { issuer: name('leaf'), signer: ec.privateKey }), [], [chain[0]!], false],
    ['by an expired authority', leafOf(0), [], [authority(0, { validity: ended })], false],
    ['by an authority that is not valid yet', leafOf(0), [], [authority(0, { validity: notYet })], false],
    ['by an authority that is valid at this moment only', leafOf(0), [], [authority(0, { validity: begins })], true],
    ['by an expired intermediate', leafOf(1), [authority(1, { validity: ended })], [chain[0]!], false],
    ['by a certificate that is not an authority', leafOf(1), [authority(1, { extensions: [certSign] })], [chain[0]!], false],
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
  ])('decides on a leaf that was issued %s', (_name, leaf, intermediates, authorities, isIssued) => {
    expect(isFound(leaf, intermediates, authorities)).toBe(isIssued);
  });

  it('refuses a signature over SHA-1', () => {
    expect(isFound({ ...leafOf(0), signatureAlgorithm: { id: '1.2.840.10045.4.1' } }, [], [chain[0]!])).toBe(false);
  });

  it('returns the path from the leaf to the anchor', () => {
    const leaf = leafOf(2);
    const candidates = [chain[1]!, chain[2]!];
    expect(findCertificatePath({ leaf, candidates, anchors: [chain[0]!], rules: { time } })).toEqual([leaf, chain[2], chain[1], chain[0]]);
  });

  const purpose = (...ids: readonly string[]): Buffer => extension('2.5.29.37', writeSequence(...ids.map(writeObjectIdentifier)), false);
  const noCertSign = extension('2.5.29.15', writeBitString(Buffer.from([0x80]), 7));
  it.each<[string, readonly Buffer[], string | undefined, boolean]>([
    ['has no purposes', authorityExtensions, '1.2.3', true],
    ['has the purpose', [...authorityExtensions, purpose('1.2.4', '1.2.3')], '1.2.3', true],
    ['has another purpose', [...authorityExtensions, purpose('1.2.4')], '1.2.3', false],
    ['has another purpose, when none is required', [...authorityExtensions, purpose('1.2.4')], undefined, true],
    ['may not sign certificates', [basicConstraints(critical), noCertSign], undefined, false],
    ['does not limit its key', [basicConstraints(critical)], undefined, true],
    ['has a critical extension that is not supported', [...authorityExtensions, extension('1.2.3', writeSequence())], undefined, false],
  ])('decides on a leaf of an authority that %s', (_name, extensions, wanted, isIssued) => {
    const rules = { time, ...(wanted === undefined ? {} : { purpose: wanted }) };
    const found = findCertificatePath({ leaf: leafOf(0), candidates: [], anchors: [authority(0, { extensions })], rules });
    expect(found !== undefined).toBe(isIssued);
  });

  it('checks no authority when only signatures count', () => {
    const anchors = [authority(0, { extensions: [certSign], validity: ended })];
    expect(findCertificatePath({ leaf: leafOf(0), candidates: [], anchors, rules: 'signatures only' })?.length).toBe(2);
  });

  const same = Array.from({ length: 40 }, (_, i) =>
    authority(1, { issuer: name('ca1'), signer: keys[1]!.privateKey, serial: writeInteger(Buffer.from([i + 1])) }),
  );
  it('does not try every order of certificates that issue each other', () => {
    const taken = processorMs(() => {
      expect(isFound(leafOf(1), same, [chain[5]!])).toBe(false);
      expect(findCertificatePath({ leaf: leafOf(1), candidates: same, anchors: [chain[5]!], rules: 'signatures only' })).toBe(undefined);
    });
    // Some 78 million orders, and a few hundred microseconds for each signature.
    expect(taken).toBeLessThan(10_000);
    expect(limits.certificatePathChecks).toBeLessThan(1_000);
  });

  it('recognizes a self-signed root, also with SHA-1, and no other certificate', () => {
    const self = read({ signer: ec.privateKey });
    const sha1 = writeSequence(writeObjectIdentifier('1.2.840.10045.4.1'));
    expect([self, leafOf(0), read({ signer: keys[0]!.privateKey })].map(isSelfSigned)).toEqual([true, false, false]);
    expect(isSelfSigned(read({ algorithm: sha1, signer: ec.privateKey, hash: 'sha1' }))).toBe(true);
    expect(isSelfSigned(read({ algorithm: sha1, signer: ec.privateKey }))).toBe(false);
  });
});
