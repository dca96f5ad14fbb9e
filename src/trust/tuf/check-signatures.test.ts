import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeRootSigner, makeSigner, metaOf, now, signerOf } from '../../../test/support/notary-repository.ts';
import { type PublicKey } from '../crypto/public-key.ts';
import { checkSignatures } from './check-signatures.ts';
import { decodeTimestamp } from './decode-timestamp.ts';
import { encodeMetadataFile } from './encode-metadata.ts';
import { type MetadataSignature } from './metadata.ts';
import { signMetadata, type MetadataSigner } from './sign-metadata.ts';

const metadata = { kind: 'timestamp', version: 1, expires: now, snapshot: metaOf('s') } as const;
const [one, two, three] = [makeSigner(), makeSigner('P-384'), signerOf(generateKeyPairSync('ed25519').privateKey)] as const;
const certificates = [makeRootSigner({ privateKey: one.privateKey }), makeRootSigner({ privateKey: one.privateKey })] as const;

/** The signatures of `signers`, each as often as it is named, changed by `edit`. */
function check(
  signers: readonly MetadataSigner[],
  keys: readonly MetadataSigner[],
  threshold: number,
  edit: (signatures: readonly MetadataSignature[]) => readonly MetadataSignature[] = (list) => list,
): void {
  const signed = decodeTimestamp(signMetadata(metadata, signers));
  const file = decodeTimestamp(encodeMetadataFile(signed.signed, edit(signed.signatures)));
  checkSignatures(file, { name: 'timestamp', keys: new Map<string, PublicKey>(keys.map(({ key }) => [key.id, key])), threshold });
}

describe('enough distinct keys [268, 269]', () => {
  it.each<[string, readonly MetadataSigner[], readonly MetadataSigner[], number]>([
    ['one of one', [one], [one], 1],
    ['one of two', [two], [one, two], 1],
    ['two of three', [three, two], [one, two, three], 2],
    ['three of three', [three, two, one], [one, two, three], 3],
    ['one and a stranger', [two, one], [one], 1],
    ['one that signed twice', [one, one], [one], 1],
    ['a certificate', [certificates[0]], [certificates[0]], 1],
  ])('%s', (_name, signers, keys, threshold) => expect(() => check(signers, keys, threshold)).not.toThrow());

  it.each<[string, readonly MetadataSigner[], readonly MetadataSigner[], number, string]>([
    ['none', [], [one], 1, 'the timestamp metadata has 0 of 1 required signatures: it has no signatures'],
    ['a stranger', [two], [one], 1, `the timestamp metadata has 0 of 1 required signatures: the others are of "${two.key.id}"`],
    [
      'one twice',
      [one, one],
      [one, two],
      2,
      `the timestamp metadata has 1 of 2 required signatures: the others are of "${one.key.id}", "${one.key.id}"`,
    ],
    [
      'two certificates of one key',
      certificates,
      certificates,
      2,
      `the timestamp metadata has 1 of 2 required signatures: the others are of "${certificates[0].key.id}", "${certificates[1].key.id}"`,
    ],
    [
      'a key and its certificate',
      [one, certificates[0]],
      [one, certificates[0], two],
      2,
      `the timestamp metadata has 1 of 2 required signatures: the others are of "${one.key.id}", "${certificates[0].key.id}"`,
    ],
  ])('%s is too few', (_name, signers, keys, threshold, message) => {
    expect(() => check(signers, keys, threshold)).toThrow(
      expect.objectContaining({ name: 'VerificationError', code: 'SIGNATURES_BELOW_THRESHOLD', object: 'timestamp', message }),
    );
  });

  it('a bad signature beside a good one of the same key does not take it away', () => {
    expect(() => check([one], [one], 1, ([good]) => [{ ...good!, bytes: Buffer.alloc(64, 1) }, good!])).not.toThrow();
  });

  it.each<[string, Partial<MetadataSignature>, string]>([
    ['270 another method', { method: 'rsapss' }, 'the "rsapss" signature of key ID uses a method that does not fit its key'],
    [
      '270 a long method',
      { method: 'x'.repeat(99) },
      `the "${'x'.repeat(80)}" signature of key ID uses a method that does not fit its key`,
    ],
    ['271 another length', { bytes: Buffer.alloc(63, 1) }, 'the "ecdsa" signature of key ID has the wrong length'],
    ['271 zeros', { bytes: Buffer.alloc(64) }, 'the "ecdsa" signature of key ID has a number out of range'],
    ['268 a bad one', { bytes: Buffer.alloc(64, 1) }, 'the "ecdsa" signature of key ID does not match'],
  ])('%s', (_name, change, reason) => {
    const message = `the timestamp metadata has 0 of 1 required signatures: ${reason.replace('ID', one.key.id)}`;
    expect(() => check([one], [one], 1, ([good]) => [{ ...good!, ...change }])).toThrow(expect.objectContaining({ message }));
  });

  it('names at most four', () => {
    const many = (list: readonly MetadataSignature[]): readonly MetadataSignature[] =>
      Array.from({ length: 9 }, () => ({ ...list[0]!, bytes: Buffer.alloc(64) }));
    expect(() => check([one], [one], 1, many)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^(?:[^;]*; ){3}[^;]*$/) }),
    );
    expect(() => check([one, one, one, one, one], [two], 1)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/are of (?:"[0-9a-f]{64}", ){3}"[0-9a-f]{64}"$/) }),
    );
  });

  it('signs under the method of each key', () => {
    expect(decodeTimestamp(signMetadata(metadata, [one, three])).signatures.map(({ keyId, method }) => [keyId, method])).toEqual([
      [one.key.id, 'ecdsa'],
      [three.key.id, 'eddsa'],
    ]);
  });
});
