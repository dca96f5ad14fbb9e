import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type DockerRegistry, hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { type Ended, ensureBuilt, makeSandbox, runPratique, type Sandbox } from '../../support/run-pratique.ts';
import { keyContext, signImage } from '../../support/sign-image.ts';

/** The built program, as scripts use it, over a registry in a process of its own. */
describe.skipIf(!hasDockerRegistry)('pratique verify', () => {
  let registry: DockerRegistry;
  let sandbox: Sandbox;
  let image = '';
  let digest = '';

  beforeAll(async () => {
    ensureBuilt();
    sandbox = makeSandbox();
    registry = await startDockerRegistry();
    await using client = await createRegistryClient(registry.host, {});
    const repository = client.repository('lab/app');
    const [alice, bob] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ec', { namedCurve: 'P-256' })];
    for (const [name, { publicKey }] of Object.entries({ alice, bob })) writeFileSync(join(sandbox.work, `${name}.pub`), publicKey.export({ format: 'pem', type: 'spki' }));
    for (const tag of ['signed', 'unsigned', 'own']) await pushSmallImage(repository, tag);
    await signImage(repository, 'signed', keyContext(bob.privateKey), { form: 'classic tag' });
    image = `${registry.host}/lab/app`;
    ({ digest } = await repository.readManifest('signed', quickRuntime()));
    const statement = (action: string): string => `trust: {images: [{match: '**', action: ${action}, sigstore: {identities: {key: bob.pub}}}]}\n`;
    for (const action of ['enforce', 'warn']) writeFileSync(join(sandbox.work, `${action}.yaml`), statement(action));
    writeFileSync(join(sandbox.work, 'ignore.yaml'), "trust: {images: [{match: '**', action: ignore}]}\n");
    writeFileSync(join(sandbox.work, 'wrong.yaml'), 'trust:\n  imges: []\n');
  }); // prettier-ignore
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    sandbox.dispose();
  });

  const run = (words: string, env: Readonly<Record<string, string>> = {}): Ended =>
    runPratique(words.replaceAll('IMAGE', image).split(' '), sandbox, { env });

  it.each<[string, number, RegExp, RegExp]>([
    ['verify --key bob.pub IMAGE:signed', 0, /^TRUSTED {2}127/, /^$/],
    ['verify --policy enforce.yaml --threshold 2 IMAGE:signed', 1, /THRESHOLD_NOT_REACHED/, /^$/],
    ['verify --policy enforce.yaml --require-transparency-log IMAGE:signed', 1, /^NOT TRUSTED {2}127/, /^$/],
    ['verify --policy enforce.yaml --threshold 0 IMAGE:signed', 2, /^$/, /--threshold/],
    ['verify --key alice.pub IMAGE:signed', 1, /^NOT TRUSTED {2}127[^]*KEY_MISMATCH/, /^$/],
    [`verify --key bob.pub --root-key ${'ab'.repeat(32)} --trust-server registry IMAGE:signed`, 1, /^NOT TRUSTED {2}127[^]*notary/, /^$/],
    ['verify --key bob.pub --scheme notary --trust-server registry IMAGE:signed', 1, /^NOT TRUSTED {2}127[^]*notary/, /^$/],
    ['verify --key bob.pub IMAGE:unsigned', 1, /^NOT TRUSTED {2}127[^]*SIGNATURE_MISSING/, /^$/],
    ['verify --config enforce.yaml IMAGE:signed', 0, /^TRUSTED/, /^$/],
    ['verify --policy enforce.yaml IMAGE:unsigned', 1, /^NOT TRUSTED {2}/, /^$/],
    ['verify --policy enforce.yaml IMAGE:signed IMAGE:unsigned', 1, /^TRUSTED[^]*\n\nNOT TRUSTED {2}/, /^$/],
    ['verify --policy warn.yaml IMAGE:unsigned', 0, /^NOT TRUSTED \(policy: warn\)/, /^$/],
    ['verify --policy warn.yaml --enforce IMAGE:unsigned', 1, /^NOT TRUSTED \(policy: warn\)/, /^$/],
    ['verify --policy ignore.yaml IMAGE:unsigned', 0, /^NOT CHECKED \(policy: ignore\)/, /^$/],
    ['verify --policy warn.yaml --quiet IMAGE:unsigned', 1, /^$/, /SIGNATURE_MISSING/],
    ['verify --policy ignore.yaml --quiet IMAGE:unsigned', 1, /^$/, /POLICY_IGNORES/],
    ['verify --quiet --key alice.pub IMAGE:signed', 1, /^$/, /KEY_MISMATCH/],
    ['verify --quiet --key bob.pub IMAGE:signed IMAGE:unsigned', 1, /^$/, /SIGNATURE_MISSING/],
    ['verify IMAGE:signed', 1, /^NOT TRUSTED {2}[^]*IDENTITY_REQUIRED/, /^$/],
    ['verify --scheme notation IMAGE:signed', 1, /NOTATION_POLICY_MISSING/, /^$/],
    ['verify --scheme sigstore IMAGE:signed', 1, /IDENTITY_REQUIRED/, /^$/],
    ['verify --scheme notation --require-transparency-log IMAGE:signed', 2, /^$/, /--require-transparency-log was given, and --scheme notation requires notation signatures only, which are in no transparency log \(USAGE\)/],
    ['verify --scheme cosign IMAGE:signed', 2, /^$/, /^pratique: --scheme: "cosign" is not one \(USAGE\)/],
    ['verify --offline --certificate-identity me --certificate-oidc-issuer https://i IMAGE:signed', 1, /trusted root built into pratique, published on[^]*IDENTITY_MISMATCH/, /^$/],
    ['verify --certificate-identity me IMAGE:signed', 2, /^$/, /USAGE/],
    ['verify --certificate-identity-pattern .* --certificate-oidc-issuer https://i IMAGE:signed', 2, /^$/, /matches any signer/],
    ['verify --policy wrong.yaml IMAGE:signed', 2, /^$/, /wrong\.yaml:2:3: trust has no setting "imges" \(CONFIG_INVALID\); try: images/],
    ['verify --policy ignore.yaml --key bob.pub IMAGE:signed', 2, /^$/, /the policy ignore\.yaml and options that name signers were both given \(USAGE\)/],
    ['verify --policy missing.yaml IMAGE:signed', 2, /^$/, /missing\.yaml does not exist/],
    ['verify --key missing.pub IMAGE:signed', 2, /^$/, /^pratique: --key: missing\.pub does not exist \(USAGE\)/],
    ['verify --key awskms:///alias/a IMAGE:signed', 2, /^$/, /keys in AWS KMS \(awskms:\/\/\) are not supported/],
    ['verify --policy policy.rego IMAGE:signed', 2, /^$/, /is a CUE or Rego policy[^]*--assert/],
    ['verify --key bob.pub --insecure-ignore-tlog -o json IMAGE:signed', 0, /"isTrusted":true/, /^pratique: --insecure-ignore-tlog: not needed with --key/],
    ['verify --key bob.pub -a a=b IMAGE:signed', 1, /ANNOTATION_MISMATCH/, /^$/],
    ['verify --key bob.pub --certificate-oidc-issuer https://i --certificate-oidc-issuer-pattern i IMAGE:signed', 2, /^$/, /were both given/],
    ['verify --key bob.pub IMAGE:missing', 3, /^$/, /TARGET_NOT_FOUND/],
    ['verify --key bob.pub 127.0.0.1:1/a', 3, /^$/, /REGISTRY_UNREACHABLE/],
    ['verify --key bob.pub docker-archive:./x.tar', 2, /^$/, /signatures are stored in registries/],
    ['verify --key bob.pub ./x', 2, /^$/, /\.\/x is a path; signatures are stored in registries .*oci-dir:\.\/x/],
  ])('%s: %i', (words, exitCode, stdout, stderr) => {
    const ended = run(words);
    expect({ exitCode: ended.exitCode, stdout: stdout.test(ended.stdout), stderr: stderr.test(ended.stderr) }, JSON.stringify(ended)).toEqual({ exitCode, stdout: true, stderr: true });
  }); // prettier-ignore

  it('says that options take the place of the policy in the folder', () => {
    const found = join(sandbox.work, 'pratique.yaml');
    const warning = 'pratique: warning: options name the signers, so the trust policy in pratique.yaml is not used\n';
    writeFileSync(found, "trust: {images: [{match: '**', action: forbid}]}\n");
    try {
      expect(run('verify --key bob.pub IMAGE:signed')).toMatchObject({ exitCode: 0, stderr: warning });
      expect(run('verify --quiet --key bob.pub IMAGE:signed')).toMatchObject({ exitCode: 0, stderr: warning });
      expect(run('verify-attestation --key bob.pub IMAGE:signed').stderr).toContain(warning);
      expect(run('verify IMAGE:signed')).toMatchObject({ exitCode: 1, stderr: '' });
      writeFileSync(found, 'policy: []\n');
      expect(run('verify --key bob.pub IMAGE:signed')).toMatchObject({ exitCode: 0, stderr: '' });
    } finally {
      rmSync(found);
    }
  });

  it.skipIf(process.platform === 'win32')('says that other users can read a private key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const file = join(sandbox.work, 'open.key');
    writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
    writeFileSync(join(sandbox.work, 'predicate.json'), '{}');
    const commands = ['sign --key open.key IMAGE:own', 'attest --key open.key --type https://example.com/p --predicate predicate.json IMAGE:own'];
    for (const words of commands) {
      for (const mode of [0o644, 0o640, 0o602]) {
        chmodSync(file, mode);
        const { exitCode, stderr } = run(words);
        expect([exitCode, stderr.split('\n')[0]]).toEqual([0, 'pratique: warning: the private key open.key is accessible to other users; run: chmod 600 open.key']);
      }
      chmodSync(file, 0o600);
      expect(run(words).stderr).not.toContain('chmod');
    }
    // The passphrase of a key is as secret as the key.
    const passphrase = join(sandbox.work, 'passphrase');
    writeFileSync(passphrase, 'a passphrase\n');
    for (const [at, mode] of [0o644, 0o600].entries()) {
      chmodSync(passphrase, mode);
      const { exitCode, stderr } = run(`sign generate-key-pair --passphrase-file passphrase --output-key-prefix pair-${at}`);
      const warning = 'pratique: warning: the passphrase file passphrase is accessible to other users; run: chmod 600 passphrase\n';
      expect([exitCode, stderr.includes(warning)]).toEqual([0, mode === 0o644]);
    }
    chmodSync(file, 0o644);
    expect(run('trust key load --name carol open.key', { DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: 'passphrase' }).stderr).toContain('chmod 600 open.key');
  }); // prettier-ignore

  it('reads keys from the environment', () => {
    const pem = readFileSync(join(sandbox.work, 'bob.pub'), 'utf8');
    expect(run('verify --key env://KEY IMAGE:signed', { KEY: pem }).exitCode).toBe(0);
    writeFileSync(join(sandbox.work, 'env.yaml'), "trust: {images: [{match: '**', sigstore: {identities: {key: 'env://KEY'}}}]}\n");
    expect(run('verify --policy env.yaml IMAGE:signed', { KEY: pem }).exitCode).toBe(0);
    expect(run('verify --policy env.yaml IMAGE:signed')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('the environment variable KEY is not set') });
    expect(run('verify --key env://KEY IMAGE:signed', { KEY: 'x' }).exitCode).toBe(3);
  }); // prettier-ignore

  it('--quiet writes only what to pull', () => {
    expect(run('verify --quiet --key bob.pub IMAGE:signed')).toEqual({ exitCode: 0, stdout: `${image}@${digest}\n`, stderr: '' });
  });

  it('refuses without a trusted signer, whatever the registry answers [310]', () => {
    expect(run('verify 127.0.0.1:1/a').exitCode).toBe(1);
    const ended = run('verify --format json IMAGE:signed');
    const { verdicts } = JSON.parse(ended.stdout) as { verdicts: readonly { notices: readonly string[]; isTrusted: boolean }[] };
    expect(verdicts[0]).toMatchObject({
      isTrusted: false,
      notices: ['the image has 1 signature, not verified, which names as signer: an unnamed key'],
    });
    expect(run('verify-attestation IMAGE:signed')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('which names as signer: an unnamed key'),
    });
    expect(run('verify --certificate-identity me 127.0.0.1:1/a').exitCode).toBe(2);
  });

  it.each([
    ['1', 'DOCKER_CONTENT_TRUST'],
    ['0', 'none'],
  ])('DOCKER_CONTENT_TRUST=%s [307]', (value, policy) => {
    const { stdout } = run('verify --format json IMAGE:signed', {
      DOCKER_CONTENT_TRUST: value,
      DOCKER_CONTENT_TRUST_SERVER: 'https://127.0.0.1:1',
    });
    const { verdicts } = JSON.parse(stdout) as { verdicts: readonly { policy: string; isTrusted: boolean }[] };
    expect(verdicts[0]).toMatchObject({ policy, isTrusted: false });
  });

  it.each<[string, number, RegExp]>([
    ['scan --verify --key bob.pub IMAGE:signed --allow-incomplete', 0, /✓ signed by key [^]*✓ signed as --key bob.pub requires/],
    ['scan --verify --key bob.pub IMAGE:unsigned --allow-incomplete', 1, /^FAIL[^]*✗ not trusted \(SIGNATURE_MISSING\): no sigstore/],
    ['scan --verify --policy warn.yaml IMAGE:unsigned --allow-incomplete', 0, /! not trusted/],
    ['scan --verify IMAGE:signed --allow-incomplete', 1, /IDENTITY_REQUIRED/],
    ['scan IMAGE:signed --allow-incomplete', 0, /^(?![^]*signed by)/],
  ])('%s: %i', (words, exitCode, stdout) => {
    const ended = run(words);
    expect([ended.exitCode, stdout.test(ended.stdout)], JSON.stringify(ended)).toEqual([exitCode, true]);
  });

  it('scans exactly what was verified', () => {
    const { stdout } = run('scan --verify --key bob.pub IMAGE:signed --format json');
    const { reports } = JSON.parse(stdout) as {
      reports: readonly { target: { name: string; manifestDigest: string }; trust: { digest: string } }[];
    };
    expect([reports[0]?.target.name, reports[0]?.target.manifestDigest, reports[0]?.trust.digest]).toEqual([`${image}:signed@${digest}`, digest, digest]); // prettier-ignore
  });
});
