import { parseDigest } from '../../src/model/digest.ts';
import { type TrustedSignature, type TrustVerdict } from '../../src/model/trust/trust-verdict.ts';

const digest = parseDigest(`sha256:${'9f86d081884c7d65'.repeat(4)}`);
const workflow = 'https://github.com/acme/shop/.github/workflows/release.yml@refs/tags/v2.4.1';

const keyless: TrustedSignature = {
  scheme: 'sigstore',
  signer: { name: workflow, issuer: 'https://token.actions.githubusercontent.com', subject: workflow, certificateFingerprint: '5e'.repeat(32) },
  digest,
  foundAt: `tag sha256-${'9f86d081884c7d65'.repeat(4)}.sig`,
  annotations: new Map([['team', 'shop']]),
  signedFor: 'ghcr.io/acme/shop',
  trustRoot: { kind: 'trusted root', name: '/home/user/.cache/pratique/trust/trusted_root.json' },
  signedAt: { time: new Date('2026-11-02T08:15:30.250Z'), statedBy: 'transparency log' },
}; // prettier-ignore

const notary: TrustedSignature = {
  scheme: 'notary',
  signer: { name: 'alice', keyId: 'c4'.repeat(32) },
  digest,
  foundAt: 'server https://notary.example.com',
  trustRoot: { kind: 'pinned certificate', name: 'ab'.repeat(32) },
  expires: new Date('2027-11-02T08:15:30Z'),
  expiryOf: 'targets',
  tagBinding: { tag: '2.4.1', role: 'targets/releases', version: 7 },
};

const base: TrustVerdict = { image: 'registry.example.com/shop/checkout:2.4.1', isTrusted: false, policy: 'registry.example.com/**', action: 'enforce', trusted: [], attestations: [], refused: [], failures: [], notices: [] }; // prettier-ignore

/** One of each kind of answer, with everything that a verdict can carry and a name that would write to the terminal. */
export const sampleVerdicts: Readonly<Record<'trusted' | 'refused' | 'warned' | 'unreachable' | 'forbidden' | 'ignored', TrustVerdict>> = {
  trusted: {
    ...base,
    digest,
    size: 1_638,
    isTrusted: true,
    trusted: [notary, keyless],
    attestations: [{ predicateType: 'https://slsa.dev/provenance/v1', signature: { ...keyless, foundAt: `referrer sha256:${'ab'.repeat(32)}` } }],
    refused: [
      { scheme: 'sigstore', code: 'IDENTITY_MISMATCH', object: 'referrer sha256:12', message: 'signed by mallory@example.com, not by \u001b[31mme\u202e', signedBy: 'mallory@example.com\u001b[31m' },
      { scheme: 'sigstore', code: 'KEY_MISMATCH', object: 'referrer sha256:13', message: 'not signed with key 0123 (a.pub): signed with another key, 4567', signedBy: 'key 4567' },
      { scheme: 'sigstore', code: 'DIGEST_DIFFERS', object: 'referrer sha256:14', message: 'the signature is for sha256:88, not for sha256:9f' },
    ],
    notices: ['the registry’s tag 2.4.1 points to sha256:77, which is not what was signed under it'],
  },
  refused: {
    ...base,
    image: 'registry.example.com/shop/\u001b]0;evil\u0007checkout:2',
    refused: [
      ...Array.from({ length: 7 }, (_, at) => ({ scheme: 'sigstore', code: 'IDENTITY_MISMATCH', object: `tag sha256-x.sig, signature ${at + 1}`, message: 'signed by somebody@example.com of https://accounts.example.com, not by ci@example.com' }) as const),
      { scheme: 'sigstore', code: 'THRESHOLD_NOT_REACHED', object: digest, message: '0 of the 2 signers that the policy asks for' },
    ],
  },
  warned: { ...base, action: 'warn', refused: [{ scheme: 'notation', code: 'SIGNATURE_MISSING', object: digest, message: 'no notation signature was found' }] },
  unreachable: { ...base, policy: 'ghcr.io/acme/*', judgedAs: 'ghcr.io/acme/checkout', failures: [{ scheme: 'notary', code: 'FETCH_FAILED', message: 'https://notary.example.com: connection refused', hint: 'check the network' }] },
  forbidden: { ...base, action: 'forbid', policy: '**', refused: [{ code: 'POLICY_FORBIDS', object: base.image, message: 'the policy forbids it' }] },
  ignored: { ...base, action: 'ignore', refused: [{ code: 'POLICY_IGNORES', object: base.image, message: 'nobody looked' }] },
}; // prettier-ignore
