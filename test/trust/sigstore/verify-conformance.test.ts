import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { type VerificationError } from '../../../src/model/trust/verification-error.ts';
import { readTrustedRoot } from '../../../src/trust/sigstore/trusted-root/read-trusted-root.ts';
import { verifyBundle } from '../../../src/trust/sigstore/verify-bundle.ts';
import { type ConformanceCase, hasCases, readConformanceCases } from './conformance-cases.ts';

function judge(one: ConformanceCase): string {
  try {
    const digest = toDigest('sha256', createHash('sha256').update(one.artifact).digest('hex'));
    const trustedRoot = readTrustedRoot(one.trustedRoot, 'trusted_root.json');
    const { signer } = verifyBundle({ digest, bytes: one.artifact }, one.bundle, one.expected, {
      trustedRoot,
      now: new Date('2026-09-01'),
    });
    return `accepted ${signer.name}`;
  } catch (error) {
    const { code, message } = error as VerificationError;
    return `${code}: ${message}`;
  }
}
describe.skipIf(!hasCases)('x', () => {
  it('y', () => {
    for (const one of readConformanceCases()) console.log(one.name, one.isValid, judge(one));
    expect(1).toBe(1);
  });
});
