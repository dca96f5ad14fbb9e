import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKeyPairSync } from 'node:crypto';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushSmallImage, pushSmallIndex } from '../../support/push-small-image.ts';
import { type Ended, ensureBuilt, makeSandbox, runPratiqueAsync, type Sandbox } from '../../support/run-pratique.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { sha256 } from '../../support/small-image.ts';

const runtime = quickRuntime();
const context = keyContext(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const slsa = 'https://slsa.dev/provenance/v1';
const cyclonedx = '{"bomFormat":"CycloneDX","specVersion":"1.5"}';

const kinds: readonly (readonly [string, () => Promise<{ readonly host: string } & AsyncDisposable>])[] = [
  ['a registry with the referrers API', () => startMemoryRegistry()],
  ['a registry without it', () => startMemoryRegistry({ hasReferrers: false })],
  ...(hasDockerRegistry ? [['docker-registry', () => startDockerRegistry()] as const] : []),
];

describe.each(kinds)('the verbs of cosign on %s', (_, start) => {
  let sandbox: Sandbox;
  let registry: { readonly host: string } & AsyncDisposable;
  let client: RegistryClient;
  let repository: Repository;
  let name = '';

  beforeAll(async () => {
    ensureBuilt();
    sandbox = makeSandbox();
    registry = await start();
    client = await createRegistryClient(registry.host, {});
    repository = client.repository('team/app');
    name = `${registry.host}/team/app`;
    await pushSmallImage(repository, 'bare');
    await pushSmallImage(repository, 'signed');
    for (const form of ['bundle', 'classic tag'] as const) {
      await signImage(repository, 'signed', context, { form });
      await attestImage(repository, 'signed', context, { predicateType: slsa, predicate: { form }, form });
    }
    await attestImage(repository, 'signed', context, { predicateType: 'https://example.com/\u009b1m', predicate: {}, form: 'classic tag' });
    await pushSmallImage(repository, 'classic');
    await signImage(repository, 'classic', context, { form: 'classic tag' });
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    sandbox.dispose();
  });

  function run(...args: readonly string[]): Promise<Ended> {
    return runPratiqueAsync(args, sandbox);
  }

  async function lines(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    const { exitCode, stdout } = await run(...args);
    expect(exitCode).toBe(0);
    // Nothing that moves the cursor of a terminal.
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  function decode(base64: unknown): unknown {
    return JSON.parse(Buffer.from(String(base64), 'base64').toString('utf8'));
  }

  it('writes bundles, and classic signatures where there is none or they are asked for', async () => {
    const { digest } = await repository.readManifest('signed', runtime);
    const [bundle, ...others] = await lines('download', 'signature', `${name}:signed`);
    expect(others).toEqual([]);
    const { payload } = bundle!['dsseEnvelope'] as { payload: string };
    expect(decode(payload)).toMatchObject({
      predicateType: 'https://sigstore.dev/cosign/sign/v1',
      subject: [{ digest: { sha256: digest.slice(7) } }],
    });
    expect((await run('download', 'signature', `${name}:signed`)).stderr).toBe(
      'pratique: 1 classic signature not written; see --format simple-signing\n',
    );
    for (const args of [[`${name}:classic`], ['--format', 'simple-signing', `${name}:signed`]]) {
      const [classic, ...more] = await lines('download', 'signature', ...args);
      expect(more).toEqual([]);
      expect(Object.keys(classic!)).toEqual(['Base64Signature', 'Payload', 'Cert', 'Chain', 'Bundle', 'RFC3161Timestamp']);
      expect(decode(classic!['Payload'])).toMatchObject({ critical: { identity: { 'docker-reference': name } } });
    }
    expect((await run('download', 'signature', `${name}@${digest}`)).exitCode).toBe(0);
  });

  it('writes attestations, bundles first, and only those of a type', async () => {
    const written = await lines('download', 'attestation', `${name}:signed`);
    expect(written.map((line) => (line['dsseEnvelope'] === undefined ? 'envelope' : 'bundle'))).toEqual([
      'bundle',
      'bundle',
      'envelope',
      'envelope',
    ]);
    // As cosign 3 does, which signs images with statements too.
    const all = written.filter(({ dsseEnvelope, payload }) => {
      const statement = decode((dsseEnvelope as { payload?: string } | undefined)?.payload ?? payload) as { predicateType: string };
      return statement.predicateType !== 'https://sigstore.dev/cosign/sign/v1';
    });
    expect(all).toHaveLength(3);
    expect(all[1]).toMatchObject({
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ keyid: '', sig: expect.any(String) as string }],
    });
    const ofType = await lines('download', 'attestation', '--predicate-type', 'slsaprovenance1', `${name}:signed`);
    expect(ofType).toEqual(all.slice(0, 2));
  });

  it.each([
    [['download', 'signature', 'bare'], 'has no signature (ARTIFACT_NOT_FOUND)'],
    [['download', 'attestation', 'classic'], 'has no attestation (ARTIFACT_NOT_FOUND)'],
    [
      ['download', 'attestation', '--predicate-type', 'spdx', 'signed'],
      'has no attestation of type https://spdx.dev/Document (ARTIFACT_NOT_FOUND)',
    ],
    [['download', 'sbom', 'bare'], 'has no SBOM (ARTIFACT_NOT_FOUND)'],
    [['download', 'signature', '--format', 'bundle', 'classic'], 'has no signature in the format bundle (ARTIFACT_NOT_FOUND)'],
    [['download', 'sbom', 'missing'], 'TARGET_NOT_FOUND'],
  ])('%j ends with 3', async (args, message) => {
    const ended = await run(...args.slice(0, -1), `${name}:${args.at(-1)}`);
    expect(ended).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining(message) as string });
  });

  it('attaches an SBOM as cosign does, and writes it byte for byte', async () => {
    await pushSmallImage(repository, 'described');
    const { digest } = await repository.readManifest('described', runtime);
    writeFileSync(join(sandbox.work, 'bom.json'), `${cyclonedx}\n`);
    const attached = await run('attach', 'sbom', '--sbom', 'bom.json', `${name}:described`);
    const tag = `${digest.replace(':', '-')}.sbom`;
    expect(attached).toMatchObject({ exitCode: 0, stdout: `${name}@${digest}  application/vnd.cyclonedx+json  tag ${tag}\n` });
    const sbom = { mediaType: 'application/vnd.cyclonedx+json', size: 46, digest: sha256(Buffer.from(`${cyclonedx}\n`)) };
    const config = Buffer.from(
      JSON.stringify({ architecture: '', created: '0001-01-01T00:00:00Z', history: [{ created: '0001-01-01T00:00:00Z' }], os: '', rootfs: { type: 'layers', diff_ids: [sbom.digest] }, config: {} }),
    ); // prettier-ignore
    expect(JSON.parse(Buffer.from((await repository.readManifest(tag, runtime)).bytes).toString())).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: config.length, digest: sha256(config) },
      layers: [sbom],
    });
    expect((await run('download', 'sbom', `${name}:described`)).stdout).toBe(`${cyclonedx}\n`);
    await run('download', 'sbom', `${name}:described`, '--output', 'out.json');
    expect(readFileSync(join(sandbox.work, 'out.json'), 'utf8')).toBe(`${cyclonedx}\n`);
    // Once more is no change; another one is refused until it is asked for.
    expect((await run('attach', 'sbom', '--sbom', 'bom.json', `${name}:described`)).exitCode).toBe(0);
    writeFileSync(join(sandbox.work, 'other.spdx'), 'SPDXVersion: SPDX-2.3\n');
    const other = ['attach', 'sbom', '--sbom', 'other.spdx', `${name}:described`];
    expect(await run(...other)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('already holds another SBOM') as string });
    const referrer = await run(...other, '--layout', 'referrer');
    expect(referrer.stdout).toMatch(/ {2}text\/spdx {2}referrer sha256:[0-9a-f]{64}\n$/);
    const both = await run('download', 'sbom', `${name}:described`);
    expect(both).toMatchObject({ stdout: `${cyclonedx}\n`, stderr: expect.stringContaining('another SBOM of type text/spdx') as string });
    const [, chosen = ''] = /--digest (\S+)/.exec(both.stderr) ?? [];
    expect((await run('download', 'sbom', `${name}:described`, '--digest', chosen)).stdout).toBe('SPDXVersion: SPDX-2.3\n');
    expect((await run(...other, '--replace')).exitCode).toBe(0);
    expect((await run('download', 'sbom', `${name}:described`)).stdout).toBe('SPDXVersion: SPDX-2.3\n');
  });

  it('attaches to a platform, and says which there are', async () => {
    const { images } = await pushSmallIndex(repository, 'index');
    const [, arm64] = images.map(({ manifestDigest }) => manifestDigest);
    expect((await run('attach', 'sbom', '--sbom', 'bom.json', `${name}@${arm64}`)).exitCode).toBe(0);
    expect((await run('download', 'sbom', `${name}:index`)).stderr).toContain('choose a platform with --platform');
    expect((await run('download', 'sbom', `${name}:index`, '--platform', 'linux/arm64')).stdout).toBe(`${cyclonedx}\n`);
    expect((await run('download', 'sbom', `${name}:index`, '--platform', 'windows/amd64')).stderr).toContain(
      'choose one of linux/amd64, linux/arm64',
    );
  });

  it('refuses an SBOM that is none or another one, and one that would act on a terminal', async () => {
    writeFileSync(join(sandbox.work, 'not.json'), '{}');
    writeFileSync(join(sandbox.work, 'evil.spdx'), 'SPDXVersion: SPDX-2.3\n\u001b[2J\n');
    for (const [args, message] of [
      [['--sbom', 'not.json'], 'is not an SBOM that is known'],
      [['--sbom', 'bom.json', '--type', 'spdx'], 'bom.json is cyclonedx, not spdx'],
      [['--sbom', 'bom.json', '--input-format', 'xml'], 'bom.json is json, not xml'],
      [['--sbom', 'missing.json'], 'missing.json cannot be read'],
      [[], '--sbom is missing'],
    ] as const)
      expect(await run('attach', 'sbom', `${name}:bare`, ...args)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) as string }); // prettier-ignore
    await run('attach', 'sbom', '--sbom', 'evil.spdx', `${name}:classic`);
    expect(await run('download', 'sbom', `${name}:classic`)).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('--output FILE') as string }); // prettier-ignore
  });

  it('writes the names that cosign triangulates', async () => {
    const { digest } = await repository.readManifest('bare', runtime);
    const tag = digest.replace(':', '-');
    for (const [type, expected] of [
      ['signature', `${name}:${tag}.sig`],
      ['attestation', `${name}:${tag}.att`],
      ['sbom', `${name}:${tag}.sbom`],
      ['digest', `${name}@${digest}`],
    ] as const)
      expect(await run('tree', '--triangulate', type, `${name}:bare`)).toEqual({ exitCode: 0, stdout: `${expected}\n`, stderr: '' });
  });
});

describe('sign generate-key-pair', () => {
  const sandbox = makeSandbox();
  afterAll(() => {
    sandbox.dispose();
  });

  function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return runPratiqueAsync(['sign', 'generate-key-pair', ...args], sandbox, { env });
  }

  it.each([
    ['', 'the prefix is empty'],
    ['keys/', 'keys/ names a folder'],
  ])('refuses the prefix %j, which would give hidden files', async (prefix, message) => {
    ensureBuilt();
    const ended = await run(['--output-key-prefix', prefix], { COSIGN_PASSWORD: 'x' });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) as string });
  });

  it('writes an encrypted key for its owner and the public key, and never over another', async () => {
    ensureBuilt();
    expect(await run([])).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('PASSPHRASE_MISSING') as string });
    expect(existsSync(join(sandbox.work, 'cosign.key'))).toBe(false);
    const made = await run([], { COSIGN_PASSWORD: 'secret' });
    expect(made).toEqual({ exitCode: 0, stdout: 'private key in cosign.key\npublic key in cosign.pub\n', stderr: '' });
    const [key, publicKey] = ['cosign.key', 'cosign.pub'].map((file) => join(sandbox.work, file)) as [string, string];
    expect([statSync(key).mode & 0o777, statSync(publicKey).mode & 0o077]).toEqual([0o600, 0o044]);
    const text = readFileSync(key, 'utf8');
    expect(text).toMatch(/^-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n/);
    expect(readFileSync(publicKey, 'utf8')).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    const again = await run([], { COSIGN_PASSWORD: 'secret' });
    expect(again).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('cosign.key already exists and is not overwritten') as string,
    });
    expect(readFileSync(key, 'utf8')).toBe(text);
    writeFileSync(join(sandbox.work, 'half.pub'), 'x');
    expect((await run(['--output-key-prefix', 'half'], { COSIGN_PASSWORD: '' })).stderr).toContain('half.pub already exists');
    expect(existsSync(join(sandbox.work, 'half.key'))).toBe(false);
    expect((await run(['--output-key-prefix', 'none/x'], { COSIGN_PASSWORD: '' })).stderr).toContain('none/x.key cannot be written');
  });

  it('makes a key that signs, and its public key verifies', async () => {
    await using registry = await startMemoryRegistry();
    await using client = await createRegistryClient(registry.host, {});
    await pushSmallImage(client.repository('team/app'), '1');
    writeFileSync(join(sandbox.work, 'pass'), 'secret\n');
    expect((await run(['--output-key-prefix', 'own', '--passphrase-file', 'pass'])).exitCode).toBe(0);
    const image = `${registry.host}/team/app:1`;
    const signed = await runPratiqueAsync(['sign', '--key', 'own.key', '--passphrase-file', 'pass', image], sandbox);
    expect(signed.exitCode).toBe(0);
    expect((await runPratiqueAsync(['verify', '--key', 'own.pub', image], sandbox)).exitCode).toBe(0);
  });
});
