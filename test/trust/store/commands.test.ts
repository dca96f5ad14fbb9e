import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { type ResolvedImage, resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { signEnvelope } from '../../../src/trust/notation/sign/sign-envelope.ts';
import { storeSignature } from '../../../src/trust/store/store-signature.ts';
import { type DockerRegistry, hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { pushSmallIndex } from '../../support/push-small-image.ts';
import { type Ended, ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../../support/run-pratique.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { sha256 } from '../../support/small-image.ts';
import { OpensslCertificates } from '../notation/support/openssl-certificates.ts';
import { daysFromNow, runtimeAt, signerOf } from '../notation/support/sign-sample.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const context = keyContext(privateKey);
const runtime = quickRuntime({ now: () => new Date('2026-11-21T10:00:00Z') });

describe.skipIf(!hasDockerRegistry)('tree, copy, clean and doctor with docker-registry', () => {
  let sandbox: Sandbox;
  let registry: DockerRegistry;
  let client: RegistryClient;
  let repository: Repository;
  let image: ResolvedImage;
  let notation: string;

  beforeAll(async () => {
    ensureBuilt();
    sandbox = makeSandbox();
    registry = await startDockerRegistry({ kind: 'none' }, { allowsDelete: true });
    client = await createRegistryClient(registry.host, {});
    repository = client.repository('team/app');
    await pushSmallIndex(repository, '1');
    image = await resolveImage(repository, '1', runtime);
    await signImage(repository, '1', context, { form: 'classic tag' });
    const predicateType = 'https://slsa.dev/provenance/v1\u001b[2J';
    await attestImage(repository, '1', context, { predicateType, predicate: {}, form: 'classic tag' });
    const { root, intermediate, leaf } = new OpensslCertificates(sandbox.temporary).makeChain();
    const signer = signerOf([leaf, intermediate, root], daysFromNow(1));
    const [, subject] = image.platforms;
    const { bytes: payload, mediaType } = await signEnvelope(subject!, signer, { format: 'cose' }, runtimeAt(daysFromNow(1)));
    const signature = { kind: 'notation', payload, mediaType, thumbprints: [] } as const;
    notation = (await storeSignature({ repository, subject: subject! }, signature, {}, runtime)).manifest;
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    sandbox.dispose();
  });

  function run(...args: readonly string[]): Ended {
    return runPratique(args, sandbox);
  }

  function treeOf(name: string): string {
    const tag = image.digest.replace(':', '-');
    const [amd64, arm64] = image.platforms.map(({ digest }) => digest);
    return [
      `${name} (index)`,
      image.digest,
      '├─ signature (cosign), tag',
      `│  ${tag}.sig`,
      '├─ attestation (in-toto), https://slsa.dev/provenance/v1\\x1b[2J, tag',
      `│  ${tag}.att`,
      '├─ linux/amd64',
      `│  ${amd64}`,
      '└─ linux/arm64',
      `│  ${arm64}`,
      '   └─ signature (Notation), created 2026-11-21T10:00:00Z, referrer',
      `      ${notation}`,
      '',
    ].join('\n');
  }

  it('shows that the tags of a repository are signed, and copies that, as the trust metadata of the source', async () => {
    const signed = client.repository('team/bound');
    await pushSmallIndex(signed, '1');
    const { digest } = await resolveImage(signed, '1', runtime);
    const env = {
      DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: 'root secret',
      DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: 'repository secret',
    };
    expect(runPratique(['trust', 'sign', '--server', 'registry', `${signed.name}:1`], sandbox, { env }).exitCode).toBe(0);
    expect(run('tree', `${signed.name}:1`).stdout).toContain('tag signatures of the repository (Notary metadata), tag pratique-trust\n');
    const target = `${registry.host}/team/bound-copy`;
    const copied = run('copy', `${signed.name}:1`, `${target}:1`);
    expect(copied).toMatchObject({ exitCode: 0, stdout: `${target}:1@${digest}\n` });
    expect(copied.stderr).toMatch(/; 0 artifacts; trust metadata copied\n/);
    expect(copied.stderr).toContain(
      `pratique: trust metadata still names ${signed.name}: to verify tags of ${target}, run "pratique copy --record pratique.yaml", or add the pair to copies in the trust policy\n`,
    );
    expect(run('tree', `${target}:1`).stdout).toContain('tag signatures');
    const without = `${registry.host}/team/bound-without`;
    expect(run('copy', '--without-trust-metadata', `${signed.name}:1`, `${without}:1`).stderr).toMatch(/; 0 artifacts\n$/);
    expect(run('tree', `${without}:1`).stdout).not.toContain('tag signatures');
    // It cannot be changed where it was copied to; there it has neither the keys nor the name.
    expect(runPratique(['trust', 'sign', '--server', 'registry', `${target}:1`], sandbox, { env })).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringContaining(
        `${target}:pratique-trust is a copy: it has the trust metadata of "${signed.name}" (TRUST_DATA_COPIED); try: sign the tag there (pratique trust sign --server registry), then copy it with pratique copy`,
      ),
    });
    writeFileSync(
      join(sandbox.work, 'pratique.yaml'),
      `trust: {images: [{match: "${signed.name}", notary: {server: registry, rootKeys: ${'ab'.repeat(32)}}}], copies: [{image: "${without}", from: "${signed.name}"}]}`,
    );
    const refused = runPratique(['trust', 'sign', '--server', 'registry', `${without}:1`], sandbox, { env });
    rmSync(join(sandbox.work, 'pratique.yaml'));
    expect(refused).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining(
        `the trust policy records ${without} as a copy of ${signed.name}, and verifies it as that (TRUST_DATA_COPIED)`,
      ),
    });
  });

  it('does not record a copy in a policy that does not exist', () => {
    const target = `${registry.host}/team/recorded`;
    expect(run('copy', `${repository.name}:1`, `${target}:1`, '--record', 'absent.yaml')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `pratique: --record: absent.yaml does not exist (USAGE); try: write a policy for ${repository.name} first, with the keys or identities that sign it; --record adds the copy to it\n`,
    });
  });

  it('shows the tree as text and as JSON', () => {
    expect(run('tree', `${registry.host}/team/app:1`)).toEqual({ exitCode: 0, stdout: treeOf(repository.name), stderr: '' });
    const { exitCode, stdout } = run('tree', `${registry.host}/team/app:1`, '--format', 'json');
    expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
      exitCode: 0,
      name: repository.name,
      digest: image.digest,
      beside: {
        artifacts: [
          { purpose: 'signature', kind: 'simple-signing' },
          { purpose: 'attestation', kind: 'dsse-attestation' },
        ],
        unreadable: [],
      },
      platforms: [
        { platform: { os: 'linux', architecture: 'amd64' }, beside: { artifacts: [] } },
        { beside: { artifacts: [{ kind: 'notation' }] } },
      ],
    });
  });

  it('copies to a folder, to another repository, and copies nothing twice', () => {
    const folder = join(sandbox.work, 'carried');
    const first = run('copy', `${registry.host}/team/app:1`, 'oci-dir:carried');
    expect(first).toEqual({
      exitCode: 0,
      stdout: `carried:1@${image.digest}\n`,
      stderr: expect.stringMatching(/^6 manifests, 12 blobs uploaded \(0\.\d MB\), 0 mounted, 0 already present; 3 artifacts\n$/),
    });
    expect(run('tree', 'oci-dir:carried')).toEqual({ exitCode: 0, stdout: treeOf('carried'), stderr: '' });
    expect(readFileSync(join(folder, 'oci-layout'), 'utf8')).toBe('{"imageLayoutVersion":"1.0.0"}');
    const target = `${registry.host}/team/copied`;
    expect(run('copy', 'oci-dir:carried', `${target}:2`)).toMatchObject({ exitCode: 0, stdout: `${target}:2@${image.digest}\n` });
    expect(run('tree', `${target}:2`).stdout).toBe(treeOf(target));
    expect(run('copy', 'oci-dir:carried', `${target}:2`).stderr).toContain(' 0 blobs uploaded (0.0 MB)');
    const mounted = run('copy', `${target}@${image.digest}`, `${registry.host}/team/mounted:3`, '--format', 'json');
    expect(JSON.parse(mounted.stdout)).toMatchObject({
      digest: image.digest,
      bytes: 0,
      artifacts: 3,
      isComplete: true,
      blobs: { copied: 0, mounted: 12 },
    });
    expect(run('doctor', `${registry.host}/team/mounted`)).toMatchObject({ exitCode: 0 });
  });

  it('copies only the image with --only-image', async () => {
    const target = `${registry.host}/team/plain:1`;
    expect(run('copy', `${registry.host}/team/app:1`, target, '--only-image', '--quiet')).toEqual({
      exitCode: 0,
      stdout: `${target}@${image.digest}\n`,
      stderr: '',
    });
    expect((await client.repository('team/plain').listTags(runtime)).items).toEqual(['1']);
  });

  it('verifies a copy of a classic signature where the flag or the policy names its source, and records it', () => {
    const [source, target] = ['app', 'mirrored'].map((name) => `${registry.host}/team/${name}`) as [string, string];
    const policy = `trust:\n  images:\n    - match: ${registry.host}/team/*\n      sigstore: { identities: { key: key.pub } } # ours\n`;
    writeFileSync(join(sandbox.work, 'key.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
    writeFileSync(join(sandbox.work, 'pratique.yaml'), policy);
    const first = run('copy', `${source}:1`, `${target}:1`);
    expect(first).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`still name ${source}`) });
    const refused = run('verify', `${target}:1`);
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout.replaceAll(/\s+/g, ' ')).toContain(
      `it names "${source}", not ${target} rule: cosign, specs/SIGNATURE_SPEC.md, docker-reference → if you copied the image from there, pass --copied-from with that repository, or add it to the policy as copiedFrom`,
    );
    const flagged = run('verify', `${target}:1`, '--copied-from', source);
    expect(flagged).toMatchObject({ exitCode: 0, stderr: '' });
    expect(flagged.stdout.replaceAll(/\s+/g, ' ')).toContain(`copied from ${source}, the name that was signed`);
    expect(run('verify', `${target}:1`, '--copied-from', `${registry.host}/team/other`).exitCode).toBe(1);
    expect(run('verify', `${target}:1`, '--copied-from', `${source}:1`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('names a tag'),
    });
    expect(run('verify', `${target}:1`, `${source}:1`, '--copied-from', source)).toMatchObject({ exitCode: 2, stdout: '' });
    const copied = run('copy', `${source}:1`, `${target}:1`, '--record', 'pratique.yaml');
    expect(copied.stderr).toContain(`pratique: pratique.yaml now says that ${target} was copied from ${source}\n`);
    expect(readFileSync(join(sandbox.work, 'pratique.yaml'), 'utf8')).toBe(
      `${policy}  copies:\n    - { image: ${target}, from: ${source} }\n`,
    );
    expect(run('verify', `${target}:1`, `${source}:1`).exitCode).toBe(0);
    expect(run('copy', `${source}:1`, `${target}:1`, '--record', 'pratique.yaml').stderr).toContain('pratique.yaml already says that');
    // Only of this copy: the signature is worth nothing in another place.
    run('copy', `${source}:1`, `${registry.host}/team/elsewhere:1`);
    expect(run('verify', `${registry.host}/team/elsewhere:1`).exitCode).toBe(1);
    expect(run('copy', `${source}:1`, 'oci-dir:out', '--record', 'pratique.yaml')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run('copy', `${source}:1`, `${target}:1`, '--record', 'none.yaml')).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('removes artifacts only with --yes, and finds orphans', async () => {
    const target = `${registry.host}/team/cleaned`;
    run('copy', `${registry.host}/team/app:1`, `${target}:1`);
    const plan = run('clean', `${target}:1`, '--type', 'signature');
    expect(plan).toMatchObject({ exitCode: 0, stderr: 'Nothing was removed. Run again with --yes to remove these.\n' });
    const [, arm64] = image.platforms.map(({ digest }) => digest);
    const listed = (verb: string): string =>
      [
        `${image.digest}:`,
        `  ${verb} 1 signature, tag`,
        `    ${image.digest.replace(':', '-')}.sig`,
        `${arm64}:`,
        `  ${verb} 1 signature, referrer`,
        `    ${notation}`,
        '',
      ].join('\n');
    expect(plan.stdout).toBe(listed('would remove'));
    expect(run('clean', `${target}:1`, '--type', 'signature', '--yes').stdout).toBe(listed('removed'));
    expect(run('tree', `${target}:1`).stdout).not.toContain('signature');
    expect(run('clean', `${target}:1`, '--type', 'signature', '--yes').stdout).toBe('nothing to remove\n');
    expect(run('doctor', target)).toMatchObject({ exitCode: 0, stdout: `${target}: 2 tags, 1 artifact checked, 0 problems\n` });
    await client.repository('team/cleaned').deleteManifest(image.digest, runtime);
    const ill = run('doctor', target);
    expect(ill).toMatchObject({ exitCode: 1, stderr: '' });
    expect(ill.stdout).toContain('ORPHANED_TAG: A signature tag belongs to an image that does not exist');
    expect(ill.stdout).toContain('→ push the image again with the same digest, or remove the tag');
    const json = JSON.parse(run('doctor', target, '--format', 'json').stdout) as { problems: object[] };
    expect(json.problems).toEqual([
      expect.objectContaining({ code: 'ORPHANED_TAG', advice: expect.stringContaining('pratique clean --orphans') }),
    ]);
  });

  it.each([
    [['tree', 'team/nowhere'], 3, 'REGISTRY_UNREACHABLE'],
    [['tree', 'HOST/team/app:2'], 3, 'TARGET_NOT_FOUND'],
    [['tree', 'oci-dir:nowhere'], 3, 'TARGET_NOT_FOUND'],
    [['tree', 'oci-dir:empty'], 3, 'TARGET_NOT_FOUND'],
    [['copy', 'HOST/team/app:2', 'HOST/team/x:1'], 3, 'TARGET_NOT_FOUND'],
    [['copy', 'HOST/team/app:1', 'HOST/team/x@DIGEST'], 2, 'USAGE'],
    [['copy', 'HOST/team/app:1'], 2, 'TARGET'],
    [['copy', 'HOST/team/app:1', 'oci-dir:x:-y'], 2, 'REFERENCE_INVALID'],
    [['copy', 'HOST/team/app:1', 'oci-dir:.'], 3, 'LAYOUT_INVALID'],
    [['clean', 'HOST/team/app:1', '--type', 'everything'], 2, 'USAGE'],
    [['doctor', 'HOST/team/none'], 3, 'TARGET_NOT_FOUND'],
  ])('%j ends with %d and %s', (args, exitCode, code) => {
    mkdirSync(join(sandbox.work, 'empty'), { recursive: true });
    const typed = args.map((arg) => arg.replace('HOST', registry.host).replace('DIGEST', sha256(Buffer.from('x'))));
    const ended = runPratique(typed, sandbox, { env: { http_proxy: '', https_proxy: 'http://127.0.0.1:1' } });
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: '' });
    expect(ended.stderr).toContain(code);
  });

  it('creates no folder for an image that does not exist', () => {
    expect(run('copy', `${registry.host}/team/app:2`, 'oci-dir:never').exitCode).toBe(3);
    expect(existsSync(join(sandbox.work, 'never'))).toBe(false);
  });
});
