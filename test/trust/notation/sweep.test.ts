import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerificationError } from '../../../src/model/trust/verification-error.ts';
import { signEnvelope, type SignedEnvelope } from '../../../src/trust/notation/sign/sign-envelope.ts';
import { type NotationOutcome, verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { type NotationFormat } from '../../../src/trust/notation/envelope/notation-envelope.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type KeyKind, type MadeCertificate, OpensslCertificates } from './support/openssl-certificates.ts';
import { daysFromNow, optionsOf, runtimeAt, signerOf, statementOf, subject } from './support/sign-sample.ts';
import { isSlowRun } from '../../support/is-slow-run.ts';

/** A sample is one bit in so many. */
const step = isSlowRun ? 1 : 61;

/**
 * Each bit of a signed file is turned, each byte left out and each doubled. Nothing may be believed then but what was signed; only the signing agent,
 * which the specification leaves unsigned and meaningless, may come out otherwise.
 */
describe('mutants of signed files', () => {
  const folder = temporaryFolder();
  const openssl = new OpensslCertificates(folder.path);
  const now = daysFromNow(1);
  let root: MadeCertificate;
  let intermediate: MadeCertificate;
  beforeAll(() => void ({ root, intermediate } = openssl.makeChain()));
  afterAll(() => folder[Symbol.dispose]());

  it.each<[NotationFormat, KeyKind]>([
    ['jws', 'P-256'],
    ['cose', 'P-256'],
    ['jws', 'rsa2048'],
    ['cose', 'rsa2048'],
  ])('%s with %s', async (format, key) => {
    const signing = openssl.make({ issuer: intermediate, key });
    const signed = await signEnvelope(
      subject,
      signerOf([signing, intermediate, root], now),
      { format, expiresInMs: 86_400_000 },
      runtimeAt(now),
    );
    const verify = (bytes: Uint8Array): Promise<NotationOutcome> =>
      verifyNotation({ ...signed, bytes, foundAt: 'it' }, subject, statementOf(), optionsOf({ 'ca:acme': [root] }), runtimeAt(now));
    const genuine = await verify(signed.bytes);
    const agent = Buffer.from(signed.bytes).indexOf('pratique');
    const counts = { mutants: 0, refused: 0, agent: 0 };
    for (const { bytes, at } of mutantsOf(signed)) {
      counts.mutants += 1;
      const outcome = await verify(bytes).catch((error: unknown) => error);
      if (outcome instanceof VerificationError) {
        counts.refused += 1;
        continue;
      }
      // Any other error is a defect, and a change that is accepted outside the agent is what this test looks for.
      expect({ at, outcome }).toEqual({ at, outcome: genuine });
      expect(at).toBeGreaterThanOrEqual(agent);
      expect(at).toBeLessThan(agent + 'pratique'.length);
      counts.agent += 1;
    }
    expect(counts.refused + counts.agent).toBe(counts.mutants);
    process.stderr.write(`${format} ${key}: ${JSON.stringify(counts)}` + '\n');
  });
});

function* mutantsOf({ bytes }: SignedEnvelope): Generator<{ readonly bytes: Uint8Array; readonly at: number }> {
  for (let bit = 0; bit < bytes.length * 8; bit += step) {
    const mutant = Uint8Array.from(bytes);
    mutant[bit >> 3]! ^= 1 << (bit & 7);
    yield { bytes: mutant, at: bit >> 3 };
  }
  for (let at = 0; at < bytes.length; at += step) {
    yield { bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]), at };
    yield { bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 1), bytes.subarray(at)]), at };
    yield { bytes: bytes.subarray(0, at), at };
  }
}
