import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { runCommand } from '../../support/run-command.ts';
import { attestImage, keyContext, keylessContext } from '../../support/sign-image.ts';
import { startSigstoreServices } from '../../support/sigstore-services.ts';
import { sha256 } from '../../support/small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const [provenance, review] = ['https://example.com/prov/v1', 'https://example.com/review/v1'];

describe('--trusted-root', () => {
  const folder = temporaryFolder();

  it('is used where only attestations name signers, and must exist', async () => {
    await using services = await startSigstoreServices();
    await using registry = await startMemoryRegistry();
    await using client = await createRegistryClient(registry.host, {});
    const repository = client.repository('lab/app');
    await pushSmallImage(repository, '1');
    await attestImage(repository, '1', await keylessContext(services), { predicateType: review, predicate: {} });
    const [policy, notary, root, missing] = ['policy.yaml', 'notary.yaml', 'root.json', 'missing.json'].map((name) => join(folder.path, name)) as [string, string, string, string]; // prettier-ignore
    const signer = '{issuer: https://issuer.example, subject: https://example.com/workflow}';
    writeFileSync(policy, `trust: {images: [{match: '**', attestations: {predicateType: '${review}', identities: ${signer}}}]}`);
    writeFileSync(notary, "trust: {images: [{match: '**', notary: {server: registry, firstUse: true}}]}");
    writeFileSync(root, services.trustedRoot);
    for (const command of ['verify', 'verify-attestation']) {
      const run = async (...words: string[]): Promise<number> =>
        (await runCommand([command, '--offline', ...words, `${registry.host}/lab/app:1`])).exitCode;
      expect([await run('--policy', policy), await run('--policy', policy, '--trusted-root', root)], command).toEqual([1, 0]);
      expect([await run('--policy', notary), await run('--policy', notary, '--trusted-root', root)], command).toEqual([1, 1]);
      for (const words of [['--policy', policy], ['--policy', notary], []])
        expect(await run(...words, '--trusted-root', missing), command).toBe(2);
    }
  });
});

describe('pratique verify-attestation', () => {
  const folder = temporaryFolder();
  const keys = Object.fromEntries(['signer', 'builder'].map((name) => [name, generateKeyPairSync('ec', { namedCurve: 'P-256' })]));
  let registry: Awaited<ReturnType<typeof startMemoryRegistry>>;
  let image = '';

  beforeAll(async () => {
    registry = await startMemoryRegistry();
    image = `${registry.host}/lab/app`;
    await using client = await createRegistryClient(registry.host, {});
    const repository = client.repository('lab/app');
    for (const [name, { publicKey }] of Object.entries(keys))
      writeFileSync(join(folder.path, `${name}.pub`), publicKey.export({ format: 'pem', type: 'spki' }));
    const attest = (tag: string, key: string, predicateType: string, id = 'https://good'): Promise<void> =>
      attestImage(repository, tag, keyContext(keys[key]!.privateKey), { predicateType, predicate: { builder: { id } } });
    for (const tag of ['by-signer', 'evil', 'good', 'both', 'review']) await pushSmallImage(repository, tag);
    await attest('by-signer', 'signer', provenance);
    await attest('evil', 'builder', provenance, 'https://evil');
    await attest('good', 'builder', provenance);
    await attest('both', 'builder', provenance);
    await attest('both', 'signer', review);
    await attest('review', 'signer', review);
    const { images } = await pushSmallIndex(repository, 'index');
    await attest('index', 'signer', review);
    const index = await pushSmallIndex(repository, 'arm');
    await attest(sha256(index.images[1]!.manifest), 'signer', provenance);
    expect([images.length, index.images.length]).toEqual([2, 2]);
  });
  afterAll(() => registry[Symbol.asyncDispose]());

  /** The exit code, the types that were listed, and the codes of the refusals. */
  async function outcome(words: string, policy?: string): Promise<string> {
    const path = join(folder.path, 'policy.yaml');
    if (policy !== undefined) writeFileSync(path, policy);
    const by = policy === undefined ? ['--key', join(folder.path, 'signer.pub')] : ['--policy', path];
    const { exitCode, stdout, stderr } = await runCommand(['verify-attestation', ...by, ...words.replace('IMAGE', image).split(' ')]);
    return [
      exitCode,
      ...(stdout.match(/^https:.*$/gm) ?? []),
      ...Array.from(stderr.matchAll(/\(([A-Z_]{6,})\)/g), ([, code]) => code),
    ].join(' ');
  }

  const terms = (more = ''): string => `attestations: [{predicateType: '${provenance}', identities: {key: builder.pub}${more}}]`;
  const assertion = ", assertions: {path: builder.id, equals: 'https://good'}";
  const policy = (statement: string, signers = 'sigstore: {identities: {key: signer.pub}}, '): string =>
    `trust: {images: [{match: '**', ${signers}${statement}}]}`;

  const twice = policy(
    `attestations: [{predicateType: '${provenance}', identities: {key: builder.pub}}, {predicateType: '${provenance}', identities: {key: builder.pub}, assertions: {path: builder.id, equals: other}}]`,
  );

  it.each<[string, string, string, string]>([
    ['another signer than its own', 'by-signer', policy(terms()), '1 KEY_MISMATCH ATTESTATION_MISSING'],
    ['a failed assertion', 'evil', policy(terms(assertion)), '1 ATTESTATION_REFUSED ATTESTATION_MISSING'],
    ['a passed assertion', 'good', policy(terms(assertion)), `0 ${provenance}`],
    ['an age that nobody states', 'good', policy(terms(', maxAge: 1d')), '1 SIGNATURE_STALE ATTESTATION_MISSING'],
    ['a statement without signers of its own', 'good', policy(terms(assertion), ''), `0 ${provenance}`],
    ['the same, and a failed assertion', 'evil', policy(terms(assertion), ''), '1 ATTESTATION_REFUSED ATTESTATION_MISSING'],
    ['two entries for one type, one unmet', 'good', twice, '1 ATTESTATION_REFUSED ATTESTATION_MISSING'],
  ])('holds a type to the policy’s terms for it: %s', async (_, tag, text, expected) => {
    expect(await outcome(`IMAGE:${tag}`, text)).toBe(expected);
    expect(await outcome(`--type ${provenance} IMAGE:${tag}`, text)).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['IMAGE:both', policy(terms()), `0 ${provenance} ${review}`],
    ['IMAGE:review', policy(terms()), `1 ${review} ATTESTATION_MISSING`],
    [`--type ${review} IMAGE:review`, policy(terms()), `0 ${review}`],
    [`--type ${review} IMAGE:review`, policy(terms(), ''), '1 IDENTITY_REQUIRED'],
    ['IMAGE:review', "trust: {images: [{match: 'other.example/**', sigstore: {identities: {key: signer.pub}}}]}", '1 POLICY_MISSING'],
  ])('requires every type of the policy, or those of --type: %s, %s', async (words, text, expected) => {
    expect(await outcome(words, text)).toBe(expected);
  });

  it.each<[string, string]>([
    ['IMAGE:index', `0 ${review}`],
    ['--platform linux/arm64 IMAGE:index', `0 ${review}`],
    ['--platform linux/s390x IMAGE:index', '3 PLATFORM_NOT_FOUND'],
    [`--type ${provenance} IMAGE:arm`, '1 ATTESTATION_MISSING'],
    [`--platform linux/arm64 --type ${provenance} IMAGE:arm`, `0 ${provenance}`],
    [`--platform linux/amd64 --type ${provenance} IMAGE:arm`, '1 ATTESTATION_MISSING'],
    ['--platform linux/amd64 IMAGE:by-signer', `0 ${provenance}`],
    ['--platform windows/s390x IMAGE:by-signer', '3 PLATFORM_NOT_FOUND'],
  ])('verifies one platform: %s', async (words, expected) => {
    expect(await outcome(words)).toBe(expected);
  });
});
