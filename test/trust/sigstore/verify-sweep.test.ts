import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toDigest } from '../../../src/model/digest.ts';
import { type SignerIdentity } from '../../../src/model/trust/trust-verdict.ts';
import { VerificationError } from '../../../src/model/trust/verification-error.ts';
import { readBundle } from '../../../src/trust/sigstore/bundle/read-bundle.ts';
import { type ExpectedSigner } from '../../../src/trust/sigstore/identity/expected-signer.ts';
import { readTrustedRoot } from '../../../src/trust/sigstore/trusted-root/read-trusted-root.ts';
import { verifyBundle } from '../../../src/trust/sigstore/verify-bundle.ts';
import { hasCases, readConformanceCase } from './conformance-cases.ts';
import * as made from './made-world.ts';
import { isSlowRun } from '../../support/is-slow-run.ts';

/*
 * Bits of bundles flipped byte by byte, and the values of their JSON replaced, left out, doubled and renamed. A mutant may be accepted only for
 * the same signer, and only if it decodes to the same but for what is listed here.
 */
const names = /^\.(signer\.hint|content\.envelope\.signatures\.0\.keyId)$/;
/** May be left out, never changed: a hint, and what vouches for the signature where something else that is enough is left. */
const spare = /^\.(content\.digest\..*|timestamps\.0|logEntries\.0\.(inclusionProof\..*|signedEntryTimestamp|integratedTime))$/;

/** The long trial flips all bits of all bytes: some 300,000 mutants. */
const masks = isSlowRun ? [1, 2, 4, 8, 16, 32, 64, 128] : [1, 32];

interface Target {
  readonly name: string;
  readonly bundle: Uint8Array;
  readonly artifact: Buffer;
  readonly trustedRoot: Uint8Array;
  readonly expected: ExpectedSigner;
  /** Of the bytes, every n-th is flipped in the short trial. */
  readonly step: number;
}

const scratch = (kind: string, signer: made.MadeSigner, step: number): Target => ({
  name: `${kind} by ${signer.kind}`,
  bundle: Buffer.from(JSON.stringify(made.makeBundle({ kind, signer }))),
  artifact: made.artifact,
  trustedRoot: Buffer.from(JSON.stringify(made.makeTrustedRoot())),
  expected: signer.kind === 'key' ? made.expectKey : made.expectSubject,
  step,
});

const real = ['happy-path-v0.1', 'intoto-with-custom-trust-root', 'rekor2-happy-path', 'rekor2-timestamp-with-embedded-cert'];
const targets: readonly Target[] = [
  ...(hasCases ? real.map((name) => ({ ...readConformanceCase(name), step: 17 })) : []),
  scratch('hashedrekord 0.0.2', made.byKey, 3),
  scratch('dsse 0.0.1', made.byCertificate, 17),
  scratch('dsse 0.0.2', made.byCertificate, 17),
];

describe.each(targets)('mutants of $name', ({ bundle, artifact, trustedRoot, expected, step }) => {
  const root = readTrustedRoot(trustedRoot, 'trusted_root.json');
  const digest = toDigest('sha256', createHash('sha256').update(artifact).digest('hex'));
  const verify = (bytes: Uint8Array): SignerIdentity =>
    verifyBundle({ digest, bytes: artifact }, bytes, expected, { trustedRoot: root, now: made.now }).signer;
  const decoded = flatten(readBundle(bundle, 'bundle'));
  const signer = verify(bundle);

  /** True when the mutant is refused. Any error but a refusal is a bug. */
  function isRefused(mutant: Uint8Array): boolean {
    try {
      expect(verify(mutant)).toEqual(signer);
    } catch (error) {
      if (error instanceof VerificationError) return true;
      throw error;
    }
    const changed = flatten(readBundle(mutant, 'mutant'));
    const differing = [...new Set([...decoded.keys(), ...changed.keys()])].filter((path) => decoded.get(path) !== changed.get(path));
    expect(differing.filter((path) => !names.test(path) && (changed.has(path) || !spare.test(path)))).toEqual([]);
    return false;
  }

  it('with a bit flipped', () => {
    let [mutants, accepted] = [0, 0];
    for (let at = 0; at < bundle.length; at += isSlowRun ? 1 : step) {
      for (const mask of masks) {
        const mutant = Buffer.from(bundle);
        mutant[at] = (mutant[at] ?? 0) ^ mask;
        mutants++;
        if (!isRefused(mutant)) accepted++;
      }
    }
    if (isSlowRun) process.stdout.write(`${mutants} mutants, ${accepted} accepted as the same\n`);
    // White space of indented JSON, and the name of a key.
    expect(accepted).toBeLessThan(mutants / 50);
  });

  it('with a token of its JSON changed', () => {
    let [mutants, accepted] = [0, 0];
    for (const mutant of tokenMutants(JSON.parse(Buffer.from(bundle).toString()))) {
      mutants++;
      if (!isRefused(Buffer.from(JSON.stringify(mutant)))) accepted++;
    }
    if (isSlowRun) process.stdout.write(`${mutants} mutants, ${accepted} accepted as the same\n`);
    expect(mutants).toBeGreaterThan(300);
    expect(accepted).toBeLessThan(mutants / 5);
  });
});

/** Decoded values by their path. */
function flatten(value: unknown, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (value instanceof Uint8Array) into.set(path, Buffer.from(value).toString('hex'));
  else if (value instanceof Date) into.set(path, value.toISOString());
  else if (value instanceof Map) for (const [key, member] of value) flatten(member, `${path}.${String(key)}`, into);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) flatten(member, `${path}.${key}`, into);
  else into.set(path, String(value));
  return into;
}

/** Copies of the JSON with one value replaced, left out, renamed, or there twice. */
function* tokenMutants(json: unknown, rebuild: (value: unknown) => unknown = (value) => value): Generator {
  for (const value of [null, '', 0, -1, 'x', [], {}, true]) yield rebuild(value);
  if (typeof json === 'string')
    for (const value of [`${json}A`, json.slice(0, -1), json.slice(4), json.toUpperCase(), ` ${json}`]) yield rebuild(value);
  if (typeof json !== 'object' || json === null) return;
  if (Array.isArray(json)) {
    yield rebuild([...json, ...(json as unknown[])]);
    yield rebuild(json.slice(1));
  }
  for (const [key, member] of Object.entries(json)) {
    const place = (value: unknown): unknown => rebuild(Array.isArray(json) ? json.with(Number(key), value) : { ...json, [key]: value });
    if (!Array.isArray(json)) {
      const others = Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));
      yield rebuild(others);
      yield rebuild({ ...others, [`${key}s`]: member });
      yield rebuild({ ...json, [`${key}s`]: member });
    }
    yield* tokenMutants(member, place);
  }
}
