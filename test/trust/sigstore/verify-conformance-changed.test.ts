import { describe, expect, it } from 'vitest';
import { type ExpectedSigner } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { hasCases, readConformanceCase } from './conformance-cases.ts';
import { at, change, judgeBothWays, type Trial } from './judge.ts';

/* Bundles of sigstore-conformance that are not among the recorded ones, made from those as their READMEs describe. The others are in verify-conformance-made. */
interface ChangedCase {
  readonly name: string;
  readonly base: string;
  readonly expected: string;
  readonly trial: (base: BaseCase) => Trial;
}
type Json = Record<string, unknown>;
interface BaseCase {
  readonly bundle: Json;
  readonly trustedRoot: Json;
}

const entry = 'verificationMaterial.tlogEntries.0';
const envelopePath = `${entry}.inclusionProof.checkpoint.envelope`;
const pass = 'accepted';
const flip = (base64: unknown, index: number): string => {
  const bytes = Buffer.from(base64 as string, 'base64');
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString('base64');
};
const note = (base: BaseCase): [string, string[]] => {
  const [text = '', lines = ''] = (at(base.bundle, envelopePath) as string).split('\n\n');
  return [text, lines.trimEnd().split('\n')];
};
const withLines = (base: BaseCase, text: string, lines: readonly string[]): Trial => ({
  ...base,
  bundle: change(base.bundle, envelopePath, `${text}\n\n${lines.map((line) => `${line}\n`).join('')}`),
});
const witnessLine = (): string => note(baseOf('rekor2-checkpoint-cosigned'))[1][1] ?? '';
const rawBytes = (bundle: unknown, version: string): unknown =>
  at(bundle, version === '0.3' ? 'verificationMaterial.certificate' : 'verificationMaterial.x509CertificateChain.certificates.0');

function toVersion3(bundle: Json, mediaType: string): Json {
  const material = { ...(bundle['verificationMaterial'] as Json), certificate: rawBytes(bundle, '0.1') };
  return { ...bundle, mediaType, verificationMaterial: { ...material, x509CertificateChain: undefined } };
}

const cases: readonly ChangedCase[] = [
  // 10 of the 21 that have to be accepted.
  {
    name: 'happy-path-v0.3',
    base: 'happy-path-v0.1',
    expected: pass,
    trial: ({ bundle, trustedRoot }) => ({
      bundle: toVersion3(bundle, 'application/vnd.dev.sigstore.bundle+json;version=0.3'),
      trustedRoot,
    }),
  },
  {
    name: 'happy-path-v0.3-new-mediaType',
    base: 'happy-path-v0.1',
    expected: pass,
    trial: ({ bundle, trustedRoot }) => ({ bundle: toVersion3(bundle, 'application/vnd.dev.sigstore.bundle.v0.3+json'), trustedRoot }),
  },
  {
    name: 'rekor2-checkpoint-origin-not-first',
    base: 'rekor2-checkpoint-cosigned',
    expected: pass,
    trial: (base) => {
      const [text, lines] = note(base);
      return withLines(base, text, lines.toReversed());
    },
  },
  {
    name: 'rekor2-checkpoint-two-sigs-cosigned',
    base: 'rekor2-checkpoint-two-sigs-from-origin',
    expected: pass,
    trial: (base) => {
      const [text, lines] = note(base);
      return withLines(base, text, [...lines, witnessLine()]);
    },
  },
  // 23 of the 49 that have to be refused.
  {
    name: 'inclusion-proof-corrupted-hash_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_INCLUSION_INVALID',
    trial: (base) => ({
      ...base,
      bundle: change(base.bundle, `${entry}.inclusionProof.hashes.3`, flip(at(base.bundle, `${entry}.inclusionProof.hashes.3`), 5)),
    }),
  },
  {
    name: 'invalid-inclusion-proof_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_INCLUSION_INVALID',
    trial: (base) => ({
      ...base,
      bundle: change(base.bundle, `${entry}.inclusionProof`, {
        ...(at(base.bundle, `${entry}.inclusionProof`) as Json),
        treeSize: '23083099',
      }),
    }),
  },
  {
    name: 'bundle-empty-certificate-chain_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_BUNDLE_INVALID',
    trial: (base) => ({ ...base, bundle: change(base.bundle, 'verificationMaterial.x509CertificateChain.certificates', []) }),
  },
  {
    name: 'bundle-with-root-cert_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_BUNDLE_INVALID',
    trial: (base) => ({
      ...base,
      bundle: change(base.bundle, 'verificationMaterial.x509CertificateChain.certificates', [
        rawBytes(base.bundle, '0.1'),
        ...(at(base.trustedRoot, 'certificateAuthorities.1.certChain.certificates') as Json[]),
      ]),
    }),
  },
  {
    name: 'checkpoint-bad-keyhint_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_CHECKPOINT_INVALID',
    trial: (base) => {
      const [text, [line = '']] = note(base);
      return withLines(base, text, [line.replace('wNI9a', 'aNI9a')]);
    },
  },
  {
    name: 'incorrect-public-key_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_ENTRY_TIMESTAMP_INVALID',
    trial: (base) => ({
      ...base,
      bundle: change(base.bundle, `${entry}.canonicalizedBody`, flip(at(base.bundle, `${entry}.canonicalizedBody`), 900)),
    }),
  },
  {
    name: 'invalid-checkpoint-signature_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_CHECKPOINT_INVALID',
    trial: (base) => {
      const [text, [line = '']] = note(base);
      return withLines(base, text, [line.replace(/(.* )(\S+)$/, (_, head: string, signature: string) => head + flip(signature, 20))]);
    },
  },
  {
    name: 'rekor2-checkpoint-missing-log-signature_fail',
    base: 'rekor2-checkpoint-cosigned',
    expected: 'SIGSTORE_CHECKPOINT_INVALID',
    trial: (base) => {
      const [text, lines] = note(base);
      return withLines(base, text, lines.slice(1));
    },
  },
  {
    name: 'rekor2-timestamp-outside-trust-root-tsa-validity_fail',
    base: 'rekor2-happy-path',
    expected: 'SIGSTORE_TIMESTAMP_UNTRUSTED',
    trial: (base) => ({ ...base, trustedRoot: change(base.trustedRoot, 'timestampAuthorities.0.validFor.end', '2025-06-01T00:00:00Z') }),
  },
  {
    name: 'trust-root-tlog-missing-validity-start_fail',
    base: 'happy-path-v0.1',
    expected: 'TRUSTED_ROOT_INVALID',
    trial: (base) => ({ ...base, trustedRoot: change(base.trustedRoot, 'tlogs.0.publicKey.validFor.start', undefined) }),
  },
  {
    name: 'bundle-malformed-json_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_BUNDLE_INVALID',
    trial: (base) => ({ ...base, bundle: Buffer.from(JSON.stringify(base.bundle).slice(0, -1)) }),
  },
  {
    name: 'bundle-negative-log-index_fail',
    base: 'happy-path-v0.1',
    expected: 'SIGSTORE_BUNDLE_INVALID',
    trial: (base) => ({ ...base, bundle: change(base.bundle, `${entry}.logIndex`, '-1') }),
  },
  {
    name: 'rekor2-no-inclusion-proof_fail',
    base: 'rekor2-happy-path',
    expected: 'SIGSTORE_BUNDLE_INVALID',
    trial: (base) => ({ ...base, bundle: change(base.bundle, `${entry}.inclusionProof`, undefined) }),
  },
  // Added to the suite after the 70.
  {
    name: 'rekor2-timestamp-wrong-tsa-validity-borrow_fail',
    base: 'rekor2-happy-path',
    expected: 'TRUSTED_ROOT_INVALID',
    trial: (base) => {
      const [authorityOf] = base.trustedRoot['timestampAuthorities'] as Json[];
      const trustedRoot = change(base.trustedRoot, 'timestampAuthorities', [
        { ...authorityOf, validFor: { start: '2025-04-09T00:00:00Z', end: '2025-06-01T00:00:00Z' } },
        { ...authorityOf, certChain: { certificates: [] } },
      ]);
      return { ...base, trustedRoot };
    },
  },
];

function baseOf(name: string): BaseCase & { readonly artifact: Buffer; readonly expected: ExpectedSigner } {
  const { bundle, trustedRoot, artifact, expected } = readConformanceCase(name);
  return { bundle: JSON.parse(bundle.toString()) as Json, trustedRoot: JSON.parse(trustedRoot.toString()) as Json, artifact, expected };
}

describe.skipIf(!hasCases)('cases of sigstore-conformance, made of others', () => {
  it.each(cases)('$name of $base', ({ base, expected, trial }) => {
    const real = baseOf(base);
    expect(judgeBothWays({ ...real, ...trial(real) })).toEqual([expected, expected]);
  });
});
