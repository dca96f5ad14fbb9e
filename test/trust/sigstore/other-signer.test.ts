import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VerificationError } from '../../../src/model/trust/verification-error.ts';
import { cosignAnnotations } from '../../../src/trust/sigstore/cosign/cosign-annotations.ts';
import { type ExpectedSigner } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { type SigstoreContext } from '../../../src/trust/sigstore/sigstore-context.ts';
import { readTrustedRoot } from '../../../src/trust/sigstore/trusted-root/read-trusted-root.ts';
import { verifyBundle } from '../../../src/trust/sigstore/verify-bundle.ts';
import { verifySimpleSigning } from '../../../src/trust/sigstore/verify-simple-signing.ts';
import { makeKeys, publicKeyInfo } from './made-certificate.ts';
import * as made from './made-world.ts';

const theirs = makeKeys();
const byThem: made.MadeSigner = { kind: 'key', keys: theirs };
const fingerprint = (keys: Parameters<typeof publicKeyInfo>[0]): string => made.sha256(publicKeyInfo(keys)).toString('hex');
const hintOf = (keys: Parameters<typeof publicKeyInfo>[0]): string => made.sha256(publicKeyInfo(keys)).toString('base64');
const ourKey = `key ${fingerprint(made.signingKeys).slice(0, 12)} (cosign.pub)`;

const withoutLog: SigstoreContext = { now: made.now, requirements: { transparencyLogs: 0 } };
const withLog: SigstoreContext = {
  now: made.now,
  trustedRoot: readTrustedRoot(Buffer.from(JSON.stringify(made.makeTrustedRoot())), 'root'),
};

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly signedBy: string | undefined;
}

function refusal(verify: () => unknown): Refused {
  try {
    verify();
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const { code, message, signedBy } = error;
    return { code, message, signedBy };
  }
  throw new Error('accepted');
}

interface BundleChanges {
  readonly hint?: string;
  readonly content?: made.MadeContent;
  readonly entries?: readonly Record<string, unknown>[];
}

function refusedBundle({ hint = 'key', ...request }: BundleChanges, context = withoutLog, expected: ExpectedSigner = made.expectKey): Refused {
  const text = JSON.stringify(made.makeBundle({ kind: 'hashedrekord 0.0.1', signer: byThem, entries: [], ...request }));
  const bytes = Buffer.from(text.replace('"hint":"key"', `"hint":${JSON.stringify(hint)}`));
  return refusal(() => verifyBundle({ digest: made.digest, bytes: made.artifact }, bytes, expected, context));
} // prettier-ignore

const logged = (content: made.MadeContent, signer: made.MadeSigner = byThem): Record<string, unknown> =>
  made.logEntry('hashedrekord 0.0.1', made.entryBody('hashedrekord 0.0.1', content, signer));

describe('a bundle that the expected key did not sign', () => {
  it('names the other key by the bundle’s hint', () => {
    expect(refusedBundle({ hint: hintOf(theirs) })).toEqual({
      code: 'KEY_MISMATCH',
      message: `not signed with ${ourKey}: signed with another key, ${fingerprint(theirs)}`,
      signedBy: `key ${fingerprint(theirs).slice(0, 12)}`,
    });
  });

  it('shows a hint that is not a fingerprint unchanged', () => {
    expect(refusedBundle({ hint: 'team-b\u001b' }).message).toBe(`not signed with ${ourKey}: signed with another key, "team-b\\u001b"`);
  });

  it('says that the key is not named where nothing names it', () => {
    expect(refusedBundle({ hint: '' })).toEqual({
      code: 'KEY_MISMATCH',
      message: `not signed with ${ourKey}: made with another key, or changed; the signature does not name its key`,
      signedBy: 'an unnamed key',
    });
  });

  it('uses the key in the log entry, whatever the hint says', () => {
    const content = made.signMessage(byThem);
    for (const context of [withoutLog, withLog])
      expect(refusedBundle({ hint: 'x', content, entries: [logged(content)] }, context)).toMatchObject({
        code: 'KEY_MISMATCH',
        signedBy: `key ${fingerprint(theirs).slice(0, 12)}`,
      });
  });

  it.each<[string, BundleChanges]>([
    ['claims the expected key', { hint: hintOf(made.signingKeys) }],
    ['has a log entry of the expected key', { entries: [logged(made.signMessage(made.byKey), made.byKey)] }],
    ['has a log entry whose key did not sign it', { entries: [logged(made.signMessage({ kind: 'key', keys: makeKeys() }), { kind: 'key', keys: makeKeys() })] }],
    ['has a log entry of a certificate', { entries: [logged(made.signMessage(made.byCertificate), made.byCertificate)] }],
  ])('is invalid where it %s', (_, changes) => {
    expect(refusedBundle(changes)).toMatchObject({ code: 'SIGSTORE_SIGNATURE_INVALID', signedBy: undefined });
  }); // prettier-ignore

  it('differs in digest where it is for another image', () => {
    const statement = made.signStatement(byThem, made.statement({ subject: [{ name: 'app', digest: { sha256: '0'.repeat(64) } }] }));
    expect(refusedBundle({ content: statement })).toMatchObject({ code: 'DIGEST_DIFFERS', signedBy: undefined });
  });

  it('is of another identity where a certificate is expected', () => {
    expect(refusedBundle({ hint: hintOf(theirs) }, withoutLog, made.expectSubject)).toEqual({
      code: 'IDENTITY_MISMATCH',
      message: `signed with key ${fingerprint(theirs).slice(0, 12)}, not by ${made.subject}`,
      signedBy: `key ${fingerprint(theirs).slice(0, 12)}`,
    });
  });
});

describe('a classic signature that the expected key did not make', () => {
  const payload = (digest: string): Buffer =>
    Buffer.from(
      JSON.stringify({
        critical: { identity: { 'docker-reference': 'r.io/a' }, image: { 'docker-manifest-digest': digest }, type: 'cosign container image signature' },
        optional: null,
      }),
    ); // prettier-ignore
  const refusedLayer = (digest: string): Refused => {
    const bytes = payload(digest);
    const annotations = new Map([[cosignAnnotations.signature, sign('sha256', bytes, theirs.privateKey).toString('base64')]]);
    const image = { digest: made.digest, repositories: 'any' } as const;
    return refusal(() => verifySimpleSigning(image, { payload: bytes, annotations }, made.expectKey, withoutLog));
  };

  it('is by a key that it does not name', () => {
    expect(refusedLayer(made.digest)).toMatchObject({ code: 'KEY_MISMATCH', signedBy: 'an unnamed key' });
  });

  it('differs in digest where it is for another image', () => {
    expect(refusedLayer(`sha256:${'0'.repeat(64)}`)).toMatchObject({ code: 'DIGEST_DIFFERS', signedBy: undefined });
  });
});

describe('a signature of another identity', () => {
  const others: ExpectedSigner = {
    kind: 'certificate',
    issuer: { kind: 'exact', text: made.issuer },
    subject: { kind: 'exact', text: 'me@example.com' },
  };
  const verify = (content: made.MadeContent, expected: ExpectedSigner): Refused => {
    const bundle = made.makeBundle({ kind: 'hashedrekord 0.0.1', content, entries: [logged(content, made.byCertificate)] });
    return refusal(() => verifyBundle({ digest: made.digest, bytes: made.artifact }, Buffer.from(JSON.stringify(bundle)), expected, withLog));
  }; // prettier-ignore

  it.each([
    ['an identity', others, `signed by ${made.subject}, not by me@example.com`],
    ['a key', made.expectKey, `signed with a certificate of ${made.subject}, not by ${ourKey}`],
  ])('is named where %s is expected', (_, expected, message) => {
    expect(verify(made.signMessage(made.byCertificate), expected)).toEqual({ code: 'IDENTITY_MISMATCH', message, signedBy: made.subject });
  });

  it.each([
    ['an identity', others],
    ['a key', made.expectKey],
  ])('is invalid where its own certificate did not make it, and %s is expected', (_, expected) => {
    const forged = { ...made.signMessage(made.byCertificate), signature: made.signMessage(byThem).signature };
    expect(verify(forged, expected)).toMatchObject({ code: 'SIGSTORE_SIGNATURE_INVALID', signedBy: undefined });
  });
});
