import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot as LibraryRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { generateCosignKey } from '../../../src/trust/sigstore/sign/generate-cosign-key.ts';
import { type DockerRegistry, hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { type CommandRun, runCommand } from '../../support/run-command.ts';
import { makeIdentityToken, type SigstoreServices, startSigstoreServices } from '../../support/sigstore-services.ts';
import { makeSmallImage, type SmallImage, writeLayout } from '../../support/small-image.ts';

// Debian's docker-registry has no referrers API: bundles are found by the fallback tag there.
describe.skipIf(!hasDockerRegistry)('signing into docker-registry', () => {
  let folder: string;
  let registry: DockerRegistry;
  let services: SigstoreServices;
  let image: SmallImage;
  let repositories = 0;
  let target = '';
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pratique-sign-'));
    services = await startSigstoreServices();
    registry = await startDockerRegistry();
    image = await makeSmallImage();
    writeLayout(image, file('layout'));
    const cosign = await generateCosignKey('secret');
    writeFileSync(file('cosign.key'), cosign.privateKeyPem, { mode: 0o600 });
    writeFileSync(file('cosign.pub'), cosign.publicKeyPem);
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeFileSync(file('other.key'), other.privateKey.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(file('other.pub'), other.publicKey.export({ format: 'pem', type: 'spki' }));
    writeFileSync(file('passphrase'), 'secret\n');
    writeFileSync(file('root.json'), services.trustedRoot);
    writeFileSync(file('token'), makeIdentityToken());
    mkdirSync(file('cache'));
  });
  afterAll(async () => {
    await services[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    repositories += 1;
    target = `${registry.host}/team/app${repositories}:1`;
    await registry.push(`oci:${file('layout')}`, `team/app${repositories}:1`);
    vi.stubEnv('COSIGN_PASSWORD', undefined);
    vi.stubEnv('SIGSTORE_ID_TOKEN', undefined);
  });
  afterEach(() => {
    services.faults.clear();
    vi.unstubAllEnvs();
  });

  const run = (name: string, ...words: string[]): Promise<CommandRun> => runCommand([name, ...words], { cacheDirectory: file('cache') });
  const withKey = (): string[] => ['--key', file('cosign.key'), '--passphrase-file', file('passphrase')];
  const withServices = (): string[] => [
    ...['--certificate-authority', services.certificateAuthority.href, '--transparency-log', services.log.href],
    ...['--timestamp-authority', services.timestampAuthority.href, '--trusted-root', file('root.json')],
  ];
  const byIdentity = (subject = 'https://example.com/workflow'): string[] => [
    ...['--certificate-identity', subject, '--certificate-oidc-issuer', 'https://issuer.example', '--trusted-root', file('root.json')],
  ];

  async function stored(): Promise<readonly { kind: string; foundAt: string; payload: Buffer }[]> {
    const client: RegistryClient = await createRegistryClient(registry.host, {});
    const repository = client.repository(`team/app${repositories}`);
    const found = await findSignatures({ repository, digest: image.manifestDigest }, {}, quickRuntime());
    const payloads = found.artifacts.map(async (artifact) => {
      const payload = Buffer.from(await artifact.load(quickRuntime()));
      return { kind: artifact.kind, foundAt: artifact.foundAt, payload };
    });
    const result = await Promise.all(payloads);
    await client[Symbol.asyncDispose]();
    return result;
  }

  it.each(['bundle', 'simple-signing', 'both'])('by key, as %s, is verified by that key and no other', async (format) => {
    const signed = await run('sign', ...withKey(), '--format', format, target);
    expect(signed).toMatchObject({ exitCode: 0, stderr: `pratique: signed by ${file('cosign.key')}\n` });
    expect(signed.stdout.trim().split('\n').length).toBe(format === 'both' ? 2 : 1);
    expect(await run('verify', '--key', file('cosign.pub'), '--quiet', target)).toMatchObject({
      exitCode: 0,
      stdout: `${target.slice(0, -2)}@${image.manifestDigest}\n`,
    });
    expect(await run('verify', '--key', file('other.pub'), '--quiet', target)).toMatchObject({ exitCode: 1, stdout: '' });
  });

  it('by identity is verified here and by sigstore’s library, and refused for another identity', async () => {
    const signed = await run('sign', '--identity-token-file', file('token'), ...withServices(), '--format', 'both', target);
    expect(signed).toMatchObject({ exitCode: 0, stderr: 'pratique: signed by an identity of https://issuer.example\n' });
    expect(await run('verify', ...byIdentity(), '--quiet', target)).toMatchObject({ exitCode: 0 });
    expect(await run('verify', ...byIdentity('https://example.com/other'), '--quiet', target)).toMatchObject({ exitCode: 1, stdout: '' });
    const found = await stored();
    expect(found.map(({ kind }) => kind).sort()).toEqual(['sigstore-bundle', 'simple-signing']);
    const bundle = found.find(({ kind }) => kind === 'sigstore-bundle')!;
    const material = toTrustMaterial(LibraryRoot.fromJSON(JSON.parse(services.trustedRoot.toString())));
    const verifier = new Verifier(material, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 2 });
    const entity = toSignedEntity(bundleFromJSON(JSON.parse(bundle.payload.toString())));
    expect(verifier.verify(entity, { subjectAlternativeName: 'https://example.com/workflow' }).identity?.extensions).toEqual({
      issuer: 'https://issuer.example',
    });
    expect(() => verifier.verify(entity, { subjectAlternativeName: '^https://example.com/other$' })).toThrow();
  });

  it('is of this image: copied beside another, it is refused', async () => {
    await run('sign', ...withKey(), '--format', 'both', target);
    const other = await makeSmallImage();
    writeLayout(other, file('other-layout'));
    await registry.push(`oci:${file('other-layout')}`, `team/app${repositories}:2`);
    const client = await createRegistryClient(registry.host, {});
    const repository = client.repository(`team/app${repositories}`);
    for (const suffix of ['', '.sig']) {
      const {
        bytes,
        digest,
        mediaType = '',
      } = await repository.readManifest(`sha256-${image.manifestDigest.slice(7)}${suffix}`, quickRuntime());
      await repository.pushManifest({ bytes, digest, mediaType, tag: `sha256-${other.manifestDigest.slice(7)}${suffix}` }, quickRuntime());
    }
    await client[Symbol.asyncDispose]();
    const verified = await run('verify', '--key', file('cosign.pub'), '--format', 'json', target.replace(/1$/, '2'));
    expect(verified.exitCode).toBe(1);
    expect(verified.stdout).toContain('DIGEST_DIFFERS');
  });

  describe('a service that fails [326]', () => {
    it.each(['ca', 'log', 'tsa'])('%s: nothing is stored', async (service) => {
      services.faults.set(service, () => ({ status: 500, body: '{}' }));
      const signed = await run('sign', '--identity-token-file', file('token'), ...withServices(), '--format', 'both', target);
      expect(signed).toMatchObject({ exitCode: 3, stdout: '' });
      expect(signed.stderr).toContain('SIGNING_FAILED');
      expect(await stored()).toEqual([]);
    });

    it('the second of two signatures: nothing is stored', async () => {
      let asked = 0;
      services.faults.set('log', ({ answer }) => (++asked === 1 ? answer() : { status: 400, body: '{}' }));
      const signed = await run('sign', '--identity-token-file', file('token'), ...withServices(), '--format', 'both', target);
      expect(signed).toMatchObject({ exitCode: 3, stdout: '' });
      expect(await stored()).toEqual([]);
    });

    it('a log that the trusted root does not know: nothing is stored', async () => {
      await using strangers = await startSigstoreServices();
      const services2 = withServices().map((word) => (word === services.log.href ? strangers.log.href : word));
      const signed = await run('sign', '--identity-token-file', file('token'), ...services2, target);
      expect(signed).toMatchObject({ exitCode: 3, stdout: '' });
      expect(signed.stderr).toContain('the signature would not verify');
      expect(await stored()).toEqual([]);
    });
  });

  it('the token is in no output, and a bad one signs nothing [327]', async () => {
    const expired = makeIdentityToken({ exp: 1_000_000 });
    vi.stubEnv('SIGSTORE_ID_TOKEN', expired);
    const signed = await run('sign', ...withServices(), target);
    expect(signed).toMatchObject({ exitCode: 3, stdout: '' });
    expect(signed.stderr).toContain(
      'the identity token in SIGSTORE_ID_TOKEN expired at 1970-01-12T13:46:40.000Z (IDENTITY_TOKEN_UNUSABLE)',
    );
    expect(signed.stderr).not.toContain(expired.slice(0, 30));
    vi.stubEnv('SIGSTORE_ID_TOKEN', makeIdentityToken({ aud: 'somebody' }));
    expect((await run('sign', ...withServices(), target)).stderr).toContain('is for ["somebody"], not for "sigstore"');
    expect(await stored()).toEqual([]);
  });

  it.each([
    [[], 'public log permanently (USAGE)'],
    [['--transparency-log', 'https://log.example'], 'no certificate authority is named'],
    [['--key', 'awskms:///alias/x'], '--key: keys in AWS KMS (awskms://) are not supported (USAGE)'],
    [['--key', '/nowhere'], '--key: /nowhere does not exist (USAGE)'],
    [['--transparency-log', 'ftp://x'], 'is not an http(s) URL (USAGE)'],
    [['--yes'], 'no identity token was given, and no CI service provides one (IDENTITY_TOKEN_UNUSABLE)'],
  ])('%j is not enough', async (words, expected) => {
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_URL', undefined);
    expect((await run('sign', ...words, target)).stderr).toContain(expected);
  });

  it('a passphrase comes from the environment, and a wrong one signs nothing', async () => {
    vi.stubEnv('COSIGN_PASSWORD', 'wrong');
    expect((await run('sign', '--key', file('cosign.key'), target)).stderr).toContain('PASSPHRASE_WRONG');
    vi.stubEnv('COSIGN_PASSWORD', 'secret');
    expect(await run('sign', '--key', file('cosign.key'), target)).toMatchObject({ exitCode: 0 });
  });

  describe('attestations', () => {
    const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { name: 'app' } } };
    beforeAll(() => {
      writeFileSync(file('bom.json'), JSON.stringify(bom));
      const vulnerability = { severity: 'high' };
      const report = {
        schemaVersion: 1,
        tool: { name: 'pratique', version: '1' },
        reports: [{ startedAt: '2026-01-01T00:00:00Z', durationMs: 1, findings: [vulnerability] }],
      };
      writeFileSync(file('report.json'), JSON.stringify(report));
    });

    it.each(['bundle', 'envelope', 'both'])('as %s are made, found, verified and judged', async (format) => {
      const attested = await run(
        'attest',
        ...withKey(),
        '--type',
        'cyclonedx',
        '--predicate',
        file('bom.json'),
        '--format',
        format,
        target,
      );
      expect(attested.exitCode).toBe(0);
      const verify = (...words: string[]) => run('verify-attestation', '--key', file('cosign.pub'), ...words, target);
      expect((await verify()).stdout.match(/^https:/gm)).toHaveLength(format === 'both' ? 2 : 1);
      expect(await verify('--type', 'cyclonedx', '--assert', 'metadata.component.name=app')).toMatchObject({ exitCode: 0, stderr: '' });
      const refused = await verify('--type', 'cyclonedx', '--assert', 'specVersion=1.5');
      expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
      expect(refused.stderr).toContain('https://cyclonedx.org/bom: /specVersion is "1.6", not 1.5 (ATTESTATION_REFUSED)');
      expect(await verify('--type', 'spdx')).toMatchObject({ exitCode: 1, stdout: '' });
      expect(await run('verify-attestation', '--key', file('other.pub'), '--type', 'cyclonedx', target)).toMatchObject({
        exitCode: 1,
        stdout: '',
      });
      const json = JSON.parse((await verify('--format', 'json')).stdout) as { attestations: { predicate: unknown }[]; digest: string };
      expect(json.digest).toBe(image.manifestDigest);
      expect(json.attestations[0]?.predicate).toEqual(bom);
      // An attestation is no signature.
      expect(await run('verify', '--key', file('cosign.pub'), '--quiet', target)).toMatchObject({ exitCode: 1, stdout: '' });
    });

    it('by identity, of a scan', async () => {
      const words = ['--identity-token-file', file('token'), ...withServices(), '--predicate', file('report.json')];
      expect(await run('attest', ...words, '--type', 'vuln', target)).toMatchObject({ exitCode: 0 });
      expect(await run('attest', ...words, '--type', 'pratique-report', target)).toMatchObject({ exitCode: 0 });
      const verify = (...more: string[]) => run('verify-attestation', ...byIdentity(), ...more, target);
      expect(await verify('--type', 'vuln', '--type', 'pratique-report')).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await verify('--type', 'vuln', '--assert', 'scanner.result.reports.*.findings.*.severity!=critical')).toMatchObject({
        exitCode: 0,
      });
      expect(await verify('--type', 'pratique-report', '--assert', 'reports.*.findings.*.severity!=high|critical')).toMatchObject({
        exitCode: 1,
      });
    });

    it('are not made of an invalid predicate, and nothing is asked', async () => {
      services.requests.length = 0;
      const attested = await run(
        'attest',
        '--identity-token-file',
        file('token'),
        ...withServices(),
        '--type',
        'spdx',
        '--predicate',
        file('bom.json'),
        target,
      );
      expect(attested).toMatchObject({ exitCode: 3, stdout: '' });
      expect(attested.stderr).toContain('is not https://spdx.dev/Document: /spdxVersion is missing (PREDICATE_INVALID)');
      expect(services.requests).toEqual([]);
    });

    it('without a signer are not looked up', async () => {
      expect(await run('verify-attestation', '--type', 'cyclonedx', target)).toMatchObject({ exitCode: 1, stdout: '' });
    });
  });

  it('into a layout, each platform, is found there again', async () => {
    const layout = `oci-dir:${file('signed-layout')}`;
    expect(await run('copy', target, `${layout}:1`)).toMatchObject({ exitCode: 0 });
    expect(await run('sign', ...withKey(), '--all-platforms', layout)).toMatchObject({ exitCode: 0 });
    expect(await run('verify', '--key', file('cosign.pub'), layout)).toMatchObject({ exitCode: 0 });
    expect((await run('sign', ...withKey(), '--format', 'both', layout)).stderr).toContain('is a layout');
    expect(readFileSync(join(file('signed-layout'), 'index.json'), 'utf8')).toContain(image.manifestDigest);
  });
});
