import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { describe, expect, it } from 'vitest';
import { hasCases, readConformanceCases } from './conformance-cases.ts';
import { change, judge, type Trial } from './judge.ts';
import { extendedKeyUsage, keyUsage, makeCertificate, type MadeCertificate } from './made-certificate.ts';
import * as made from './made-world.ts';

/*
 * @sigstore/verify over the same bundles. Whatever is accepted here it has to accept too; where it is too kind, each case says what is refused here.
 */
interface Bundles {
  readonly bundle: unknown;
  readonly trustedRoot: unknown;
  readonly artifact: Buffer;
  readonly logs?: number;
}

function secondOpinion({ bundle, trustedRoot, artifact, logs = 1 }: Bundles): string {
  try {
    const json = (value: unknown): unknown => (value instanceof Uint8Array ? JSON.parse(Buffer.from(value).toString()) : value);
    const entity = toSignedEntity(bundleFromJSON(json(bundle)), artifact);
    new Verifier(toTrustMaterial(TrustedRoot.fromJSON(json(trustedRoot))), { tlogThreshold: logs }).verify(entity);
    return 'accepted';
  } catch {
    return 'refused';
  }
}

it.skipIf(!hasCases)('accepts every bundle of sigstore-conformance that is accepted here', () => {
  const accepted = readConformanceCases().filter((one) => judge(one) === 'accepted');
  expect(accepted.map((one) => `${one.name} ${secondOpinion(one)}`)).toEqual(accepted.map(({ name }) => `${name} accepted`));
  expect(accepted.length).toBe(11);
});

describe('is kinder than we are to [317, 319, 320]', () => {
  const content = made.signMessage(made.byCertificate);
  const body = made.entryBody('hashedrekord 0.0.1', content, made.byCertificate);
  const first = made.logEntry('hashedrekord 0.0.1', body);
  const tiled = (timestamps: readonly string[]): unknown => made.makeBundle({ kind: 'hashedrekord 0.0.2', content, timestamps });
  const good = made.makeBundle({ kind: 'hashedrekord 0.0.1', content });
  const stamps = (extensions: readonly Buffer[], name = 'stamps'): MadeCertificate =>
    makeCertificate({
      name,
      issuer: made.stampRoot,
      notBefore: new Date('2024-01-01'),
      notAfter: new Date('2034-01-01'),
      extensions,
      serial: 8,
    });
  const rootWith = (signer: MadeCertificate): unknown =>
    change(
      made.makeTrustedRoot(),
      'timestampAuthorities.0.certChain.certificates',
      [signer, made.stampRoot].map(({ der }) => ({ rawBytes: der.toString('base64') })),
    );
  const anyPurpose = stamps([keyUsage(0x80)]);
  const webLeaf: made.MadeSigner = {
    kind: 'certificate',
    leaf: made.makeLeaf({ extensions: [keyUsage(0x80), extendedKeyUsage(['1.3.6.1.5.5.7.3.1']), ...made.leafExtensions.slice(2)] }),
  };
  const otherLeaf: made.MadeSigner = { kind: 'certificate', leaf: made.makeLeaf() };

  /** The same with a zero before the length. */
  const longer = (base64: string): string => {
    const der = Buffer.from(base64, 'base64');
    return Buffer.concat([Buffer.from([0x30, 0x83, 0]), der.subarray(2)]).toString('base64');
  };

  it.each<[string, string, Trial & { readonly logs?: number }]>([
    [
      'log keys without the start of their validity',
      'TRUSTED_ROOT_INVALID',
      { bundle: good, trustedRoot: change(made.makeTrustedRoot(), 'tlogs.0.publicKey.validFor', {}) },
    ],
    [
      'authorities without the start of their validity',
      'TRUSTED_ROOT_INVALID',
      { bundle: good, trustedRoot: change(made.makeTrustedRoot(), 'certificateAuthorities.0.validFor', {}) },
    ],
    [
      'two entries of one log where two logs are asked for',
      'SIGSTORE_LOG_ENTRY_MISSING',
      {
        bundle: made.makeBundle({
          kind: 'hashedrekord 0.0.1',
          content,
          entries: [first, made.logEntry('hashedrekord 0.0.1', { ...body, more: 1 }, new Date(made.signedAt.getTime() + 1000))],
        }),
        requirements: { transparencyLogs: 2 },
        logs: 2,
      },
    ],
    [
      'an entry for the same signature by another certificate',
      'SIGSTORE_LOG_ENTRY_DIFFERS',
      {
        bundle: made.makeBundle({
          kind: 'hashedrekord 0.0.1',
          content,
          entries: [made.logEntry('hashedrekord 0.0.1', made.entryBody('hashedrekord 0.0.1', content, otherLeaf))],
        }),
      },
    ],
    [
      'timestamps by a certificate that is not for time stamping',
      'SIGSTORE_TIMESTAMP_UNTRUSTED',
      { bundle: tiled([made.stampOf(content.signature, { signer: anyPurpose })]), trustedRoot: rootWith(anyPurpose) },
    ],
    [
      'timestamps that name another certificate than the one that signed',
      'SIGSTORE_TIMESTAMP_UNTRUSTED',
      { bundle: tiled([made.stampOf(content.signature, { named: anyPurpose })]) },
    ],
    [
      'signers whose certificate is not for code',
      'SIGSTORE_CERTIFICATE_INVALID',
      { bundle: made.makeBundle({ kind: 'hashedrekord 0.0.1', signer: webLeaf }) },
    ],
    ['members that it does not know', 'SIGSTORE_BUNDLE_INVALID', { bundle: { ...good, more: 1 } }],
    ['timestamps in other encodings than DER', 'SIGSTORE_TIMESTAMP_INVALID', { bundle: tiled([longer(made.stampOf(content.signature))]) }],
  ])('%s', (_name, code, trial) => {
    expect(judge(trial).split(' ')[0]).toBe(code);
    expect(secondOpinion({ artifact: made.artifact, trustedRoot: made.makeTrustedRoot(), ...trial })).toBe('accepted');
  });
});
