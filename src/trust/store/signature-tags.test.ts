import { expect, it } from 'vitest';
import { parseDigest } from '../../model/digest.ts';
import { parseSignatureTag, signatureTag } from './signature-tags.ts';

const subject = parseDigest(`sha256:${'ab'.repeat(32)}`);
const long = parseDigest(`sha512:${'cd'.repeat(64)}`);

it('parses the tags it makes', () => {
  expect(signatureTag(subject, 'sig')).toBe(`sha256-${'ab'.repeat(32)}.sig`);
  for (const digest of [subject, long])
    for (const suffix of ['sig', 'att', 'sbom'] as const)
      expect(parseSignatureTag(signatureTag(digest, suffix))).toEqual({ subject: digest, suffix });
});

it.each([
  [`sha256-${'ab'.repeat(32)}`, { subject }],
  [`sha256-${'ab'.repeat(32)}.other`, undefined],
  [`sha256-${'AB'.repeat(32)}.sig`, undefined],
  [`sha256-${'ab'.repeat(31)}.sig`, undefined],
  // The referrers tag schema truncates a sha512 digest, so its subject is unknown.
  [`sha512-${'cd'.repeat(32)}`, undefined],
  [`prefix-sha256-${'ab'.repeat(32)}.sig`, undefined],
  ['latest', undefined],
])('parses %s as %j', (tag, expected) => {
  expect(parseSignatureTag(tag)).toEqual(expected);
});
