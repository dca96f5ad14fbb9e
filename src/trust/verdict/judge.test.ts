import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type SignerIdentity, type TrustedSignature, type TrustScheme, type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type AttestationEvidence, type Evidence, EvidenceBook, type SchemeEvidence } from './evidence.ts';
import { judge } from './judge.ts';
import { holdAttestation } from './policy/held-attestation.ts';
import { type AttestationTerms, type TrustStatement } from './policy/trust-policy.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const other = parseDigest(`sha256:${'b'.repeat(64)}`);
const now = new Date('2026-11-20T12:00:00Z');
const day = 86_400_000;

const base: TrustStatement = { images: [], action: 'enforce', require: 'any', threshold: 1, attestations: [] };
const terms = {
  sigstore: { identities: [], transparencyLog: 'optional', copiedFrom: [], annotations: new Map() },
  notary: { rootKeyIds: [], firstUse: false },
  notation: { metadata: new Map(), policy: { kind: 'file' } },
} as const;
const provenance: AttestationTerms = { predicateType: 'https://slsa.dev/provenance/v1', assertions: [] };

function statement(schemes: readonly TrustScheme[], changed: Partial<TrustStatement> = {}): TrustStatement {
  return { ...base, ...Object.fromEntries(schemes.map((scheme) => [scheme, terms[scheme]])), ...changed };
}

function signature(signer: string | Partial<SignerIdentity>, changed: Partial<TrustedSignature> = {}): TrustedSignature {
  const identity = typeof signer === 'string' ? { name: `key ${signer}`, keyId: signer } : signer;
  return { scheme: 'sigstore', signer: { name: 'n', ...identity }, digest, foundAt: 'tag t', trustRoot: { kind: 'public key', name: 'k' }, ...changed };
} // prettier-ignore

function found(scheme: TrustScheme, trusted: readonly TrustedSignature[], changed: Partial<SchemeEvidence> = {}): SchemeEvidence {
  return { scheme, trusted: trusted.map((each) => ({ ...each, scheme })), refused: [], failures: [], notices: [], ...changed };
}

function evidence(schemes: readonly SchemeEvidence[], changed: Partial<Evidence> = {}): Evidence {
  return { schemes, attestations: [], digests: new Set([digest]), pull: { digest, size: 7 }, notices: [], ...changed };
}

function attested(changed: Partial<AttestationEvidence> = {}): AttestationEvidence {
  return { terms: holdAttestation(provenance, base), trusted: [{ predicateType: provenance.predicateType, signature: signature('k') }], refused: [], failures: [], notices: [], ...changed };
} // prettier-ignore

/** `yes` or the codes of what is wrong. */
function outcome(wanted: TrustStatement, what: Evidence): string {
  const verdict = judge({ image: 'x', statement: wanted, pattern: 'p' }, what, now);
  const words = [...verdict.refused.map(({ code, scheme }) => (scheme === undefined ? code : `${scheme}:${code}`)), ...verdict.failures.map(({ code }) => `!${code}`)];
  expect(verdict.isTrusted || words.length > 0).toBe(true);
  return [verdict.isTrusted ? 'yes' : 'no', ...words].join(' ');
} // prettier-ignore

const mismatch = { scheme: 'sigstore', code: 'IDENTITY_MISMATCH', object: 'o', message: 'm' } as const;
const failure = { scheme: 'notary', code: 'FETCH_FAILED', message: 'm', hint: 'h' } as const;

describe('schemes', () => {
  it.each<[string, string, TrustStatement, Evidence]>([
    ['one of one', 'yes', statement(['sigstore']), evidence([found('sigstore', [signature('a')])])],
    ['nothing', 'no sigstore:SIGNATURE_MISSING', statement(['sigstore']), evidence([found('sigstore', [])])],
    ['another signer', 'no sigstore:IDENTITY_MISMATCH', statement(['sigstore']), evidence([found('sigstore', [], { refused: [mismatch] })])],
    ['one good and one bad: trusted, and the bad one is shown [324]', 'yes sigstore:IDENTITY_MISMATCH', statement(['sigstore']), evidence([found('sigstore', [signature('a')], { refused: [mismatch] })])],
    ['could not be fetched', 'no !FETCH_FAILED', statement(['notary']), evidence([found('notary', [], { failures: [failure] })])],
    ['any: one is enough', 'yes', statement(['sigstore', 'notary']), evidence([found('sigstore', [signature('a')]), found('notary', [])])],
    ['any: one is enough where the other could not be fetched', 'yes !FETCH_FAILED', statement(['sigstore', 'notary']), evidence([found('sigstore', [signature('a')]), found('notary', [], { failures: [failure] })])],
    ['any: neither', 'no sigstore:SIGNATURE_MISSING notary:SIGNATURE_MISSING', statement(['sigstore', 'notary']), evidence([found('sigstore', []), found('notary', [])])],
    ['all: one is missing', 'no notary:SIGNATURE_MISSING', statement(['sigstore', 'notary'], { require: 'all' }), evidence([found('sigstore', [signature('a')]), found('notary', [])])],
    ['all: one could not be fetched', 'no !FETCH_FAILED', statement(['sigstore', 'notary'], { require: 'all' }), evidence([found('sigstore', [signature('a')]), found('notary', [], { failures: [failure] })])],
    ['all: both', 'yes', statement(['sigstore', 'notary'], { require: 'all' }), evidence([found('sigstore', [signature('a')]), found('notary', [signature('b')])])],
    ['nothing was asked', 'no SIGNATURE_MISSING', statement(['sigstore']), evidence([])],
    ['all of nothing that is asked for', 'no SIGNATURE_MISSING', statement([], { require: 'all' }), evidence([])],
    ['all, and nobody was asked', 'no SIGNATURE_MISSING', statement(['sigstore'], { require: 'all' }), evidence([])],
    ['all, and one was not asked', 'no SIGNATURE_MISSING', statement(['sigstore', 'notary'], { require: 'all' }), evidence([found('sigstore', [signature('a')])])],
    ['a scheme that is not asked for', 'no SIGNATURE_MISSING', statement(['notary']), evidence([found('sigstore', [signature('a')])])],
    ['nothing to pull', 'no SIGNATURE_MISSING', statement(['sigstore']), { schemes: [found('sigstore', [signature('a')])], attestations: [], digests: new Set([digest]), notices: [] }],
  ])('%s: %s', (_, expected, wanted, what) => {
    expect(outcome(wanted, what)).toBe(expected);
  }); // prettier-ignore
});

describe('thresholds count distinct signers', () => {
  const two = statement(['sigstore'], { threshold: 2 });
  it.each<[string, string, readonly TrustedSignature[]]>([
    ['two keys', 'yes', [signature('a'), signature('b')]],
    ['one key twice', 'no sigstore:THRESHOLD_NOT_REACHED', [signature('a'), signature('a', { foundAt: 'referrer r' })]],
    ['one subject with two certificates', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ issuer: 'i', subject: 's', certificateFingerprint: '1' }), signature({ issuer: 'i', subject: 's', certificateFingerprint: '2' })]],
    ['one subject of two issuers', 'yes', [signature({ issuer: 'i', subject: 's' }), signature({ issuer: 'j', subject: 's' })]],
    ['one name with two keys and certificates', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ name: 'C=US, CN=a', keyId: '1', certificateFingerprint: '1' }), signature({ name: 'C=US, CN=a', keyId: '2', certificateFingerprint: '2' })]],
    ['one name written in two ways', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ name: 'C=US, CN=Release  Team', keyId: '1' }), signature({ name: 'CN=release team, C=US', keyId: '2' })]],
    ['one subject written in two cases', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ issuer: 'i', subject: 'Alice@example.com' }), signature({ issuer: 'i', subject: 'alice@example.com' })]],
    ['one key, bare and in a certificate', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ name: 'key 1', keyId: '1' }), signature({ issuer: 'i', subject: 's', certificateFingerprint: '1', certificateKeyId: '1' })]],
    ['one key in certificates of two identities', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ issuer: 'i', subject: 's', certificateFingerprint: '1', certificateKeyId: '1' }), signature({ issuer: 'i', subject: 't', certificateFingerprint: '2', certificateKeyId: '1' })]],
    ['one key with certificates for two names', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ name: 'CN=a', keyId: '1', certificateFingerprint: '1' }), signature({ name: 'CN=b', keyId: '1', certificateFingerprint: '2' })]],
    ['two names that share a key, of which one has another', 'yes', [signature({ name: 'CN=a', keyId: '1' }), signature({ name: 'CN=b', keyId: '1' }), signature({ name: 'CN=b', keyId: '2' })]],
    ['two names with keys of their own', 'yes', [signature({ name: 'CN=a', keyId: '1' }), signature({ name: 'CN=b', keyId: '2' })]],
    ['names that only differ', 'yes', [signature({ name: 'a' }), signature({ name: 'b' })]],
    ['one key under two names', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ name: 'a', keyId: '1' }), signature({ name: 'b', keyId: '1' })]],
    ['two keys of one signer', 'no sigstore:THRESHOLD_NOT_REACHED', [signature({ name: 'a', keyIds: ['1', '2'] })]],
    ['two keys of one signer, one of them another one’s', 'yes', [signature({ name: 'a', keyIds: ['1', '2'] }), signature({ name: 'b', keyId: '1' })]],
    ['one is stale', 'no sigstore:THRESHOLD_NOT_REACHED sigstore:DIGEST_DIFFERS', [signature('a'), signature('b', { digest: other })]],
  ])('%s: %s', (_, expected, trusted) => {
    expect(outcome(two, evidence([found('sigstore', trusted)]))).toBe(expected);
  }); // prettier-ignore

  it('come first among the refusals, and other signers’ signatures last', () => {
    const stranger = { scheme: 'sigstore', code: 'KEY_MISMATCH', object: 'o', message: 'm', signedBy: 'an unnamed key' } as const;
    const named = { scheme: 'sigstore', code: 'SIGSTORE_REFERENCE_DIFFERS', object: 'o', message: 'm' } as const;
    expect(outcome(two, evidence([{ ...found('sigstore', [signature('a')]), refused: [stranger, named] }]))).toBe(
      'no sigstore:THRESHOLD_NOT_REACHED sigstore:SIGSTORE_REFERENCE_DIFFERS sigstore:KEY_MISMATCH',
    );
  });

  it('are counted within one scheme: one person may sign with two', () => {
    const wanted = statement(['sigstore', 'notation'], { threshold: 2 });
    expect(outcome(wanted, evidence([found('sigstore', [signature('a')]), found('notation', [signature('b')])]))).toBe(
      'no sigstore:THRESHOLD_NOT_REACHED notation:THRESHOLD_NOT_REACHED',
    );
  });
});

describe('every signature is checked for', () => {
  const at = (ageMs: number) => ({ signedAt: { time: new Date(now.getTime() - ageMs), statedBy: 'transparency log' } }) as const;
  const fresh = statement(['sigstore'], { maxAgeMs: 90 * day });
  it.each<[string, string, TrustStatement, TrustedSignature]>([
    ['its content [314]', 'no sigstore:DIGEST_DIFFERS', statement(['sigstore']), signature('a', { digest: other })],
    ['its expiry', 'no sigstore:SIGNATURE_STALE', statement(['sigstore']), signature('a', { expires: new Date(now.getTime() - 1) })],
    ['its expiry, at the bound', 'yes', statement(['sigstore']), signature('a', { expires: now })],
    ['no age unless one is required', 'yes', statement(['sigstore']), signature('a', at(4_000 * day))],
    ['its age', 'no sigstore:SIGNATURE_STALE', fresh, signature('a', at(90 * day + 1))],
    ['its age, at the bound', 'yes', fresh, signature('a', at(90 * day))],
    ['its age, in the future', 'no sigstore:SIGNATURE_STALE', fresh, signature('a', at(-day))],
    ['its age, by a clock that is a minute ahead', 'yes', fresh, signature('a', at(-60_000))],
    ['its age, when nothing proves it', 'no sigstore:SIGNATURE_STALE', fresh, signature('a')],
  ])('%s: %s', (_, expected, wanted, given) => {
    expect(outcome(wanted, evidence([found('sigstore', [given])]))).toBe(expected);
  });

  it('accepts either digest when a platform was chosen', () => {
    const what = evidence([found('sigstore', [signature('a', { digest: other })])], { digests: new Set([digest, other]) });
    expect(outcome(statement(['sigstore']), what)).toBe('yes');
  });
});

describe('attestations', () => {
  const alone = statement([], { attestations: [provenance] });
  const stale = attested({ terms: holdAttestation({ ...provenance, maxAgeMs: day }, base) });
  it.each<[string, string, TrustStatement, Partial<Evidence>]>([
    ['instead of signatures', 'yes', alone, { attestations: [attested()] }],
    ['none', 'no ATTESTATION_MISSING', alone, { attestations: [attested({ trusted: [] })] }],
    ['not looked for', 'no SIGNATURE_MISSING', alone, {}],
    ['of another type', 'no sigstore:ATTESTATION_REFUSED', alone, { attestations: [attested({ trusted: [{ predicateType: 'x', signature: signature('k') }] })] }],
    ['of another image', 'no sigstore:DIGEST_DIFFERS', alone, { attestations: [attested({ trusted: [{ predicateType: provenance.predicateType, signature: signature('k', { digest: other }) }] })] }],
    ['too old', 'no sigstore:SIGNATURE_STALE', alone, { attestations: [stale] }],
    ['too old by the statement', 'no sigstore:SIGNATURE_STALE', alone, { attestations: [attested({ terms: holdAttestation(provenance, { ...base, maxAgeMs: day }) })] }],
    ['by one of two signers', 'no sigstore:THRESHOLD_NOT_REACHED', alone, { attestations: [attested({ terms: holdAttestation(provenance, { ...base, threshold: 2 }) })] }],
    ['by one, which is enough for the attestation', 'yes', alone, { attestations: [attested({ terms: holdAttestation({ ...provenance, threshold: 1 }, { ...base, threshold: 2 }) })] }],
    ['could not be fetched', 'no !FETCH_FAILED', alone, { attestations: [attested({ trusted: [], failures: [failure] })] }],
    ['signed, but one attestation is missing', 'no ATTESTATION_MISSING', statement(['sigstore'], { attestations: [provenance] }), { schemes: [found('sigstore', [signature('a')])], attestations: [attested({ trusted: [] })] }],
    ['attested, but not signed', 'no sigstore:SIGNATURE_MISSING', statement(['sigstore'], { attestations: [provenance] }), { schemes: [found('sigstore', [])], attestations: [attested()] }],
    ['both', 'yes', statement(['sigstore'], { attestations: [provenance] }), { schemes: [found('sigstore', [signature('a')])], attestations: [attested()] }],
  ])('%s: %s', (_, expected, wanted, changed) => {
    expect(outcome(wanted, evidence([], changed))).toBe(expected);
  }); // prettier-ignore
});

it('returns the whole verdict', () => {
  const wanted = statement(['sigstore'], { action: 'warn' });
  const what = evidence([found('sigstore', [signature('a')], { notices: ['n'] })], { notices: ['m'] });
  expect(judge({ image: 'a.io/b:1', statement: wanted, pattern: 'a.io/**' }, what, now)).toEqual<TrustVerdict>({
    image: 'a.io/b:1',
    digest,
    size: 7,
    isTrusted: true,
    policy: 'a.io/**',
    action: 'warn',
    trusted: [signature('a')],
    attestations: [],
    refused: [],
    failures: [],
    notices: ['m', 'n'],
  });
});

it('names no digest where nothing is trusted', () => {
  expect(
    judge({ image: 'x', statement: statement(['sigstore']), pattern: 'p' }, evidence([found('sigstore', [])]), now).digest,
  ).toBeUndefined();
});

describe('errors', () => {
  it('become refusals or failures, or are thrown on', () => {
    const book = new EvidenceBook('notary');
    book.note(new VerificationError('DIGEST_DIFFERS', 'o', 'm'));
    book.note(new PratiqueError('FETCH_FAILED', 'f'));
    expect(book.toEvidence()).toEqual({
      scheme: 'notary',
      trusted: [],
      refused: [{ scheme: 'notary', code: 'DIGEST_DIFFERS', object: 'o', message: 'm' }],
      failures: [{ scheme: 'notary', code: 'FETCH_FAILED', message: 'f', hint: 'check the network, or build from a folder' }],
      notices: [],
    });
    expect(() => book.note(new TypeError('a defect'))).toThrow('a defect');
    expect(() => book.note(new PratiqueError('ABORTED', 'stopped'))).toThrow('stopped');
  });
});

it('never trusts without a signature of the content, whatever statement and evidence are', () => {
  const anyScheme = fc.constantFrom<TrustScheme>('notary', 'sigstore', 'notation');
  const anySignature = fc.record({ key: fc.constantFrom('a', 'b'), isOurs: fc.boolean(), isOver: fc.boolean() });
  const anyFound = fc.array(fc.tuple(anyScheme, fc.array(anySignature, { maxLength: 3 })), { maxLength: 4 });
  const anyStatement = fc.record({
    schemes: fc.uniqueArray(anyScheme),
    require: fc.constantFrom('any' as const, 'all' as const),
    threshold: fc.integer({ min: 1, max: 3 }),
    attestations: fc.constantFrom<readonly AttestationTerms[]>([], [provenance]),
  });
  fc.assert(
    fc.property(anyStatement, anyFound, fc.boolean(), ({ schemes, ...terms }, given, isAttested) => {
      const all = given.map(([scheme, signatures]) =>
        found(scheme, signatures.map(({ key, isOurs, isOver }) => signature(key, { digest: isOurs ? digest : other, ...(isOver ? { expires: new Date(0) } : {}) }))),
      );
      const what = evidence(all, { attestations: terms.attestations.length > 0 ? [attested(isAttested ? {} : { trusted: [] })] : [] });
      const verdict = judge({ image: 'x', statement: statement(schemes, terms), pattern: 'p' }, what, now);
      const good = (scheme: TrustScheme): number =>
        Math.max(0, ...given.filter(([each]) => each === scheme).map(([, signatures]) => new Set(signatures.filter(({ isOurs, isOver }) => isOurs && !isOver).map(({ key }) => key)).size));
      const enough = schemes.filter((scheme) => good(scheme) >= terms.threshold);
      const isSigned = terms.require === 'all' ? enough.length === schemes.length : enough.length > 0;
      const hasTerms = schemes.length > 0 || terms.attestations.length > 0;
      expect(verdict.isTrusted).toBe(hasTerms && (isSigned || schemes.length === 0) && (isAttested || terms.attestations.length === 0));
      expect(verdict.isTrusted || verdict.refused.length + verdict.failures.length > 0).toBe(true);
    }),
    { numRuns: 2_000 },
  );
}); // prettier-ignore
