import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { trustReasons } from '../../../src/model/trust/trust-reasons.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { readRepository } from '../../../src/trust/notary/update/read-repository.ts';
import { openRepositoryRemote } from '../../../src/trust/registry-metadata/open-repository-remote.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { contradictions } from '../../../src/trust/verdict/contradictions.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type DockerRegistry, hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { projectRoot } from '../../support/project-root.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { keyContext, signImage } from '../../support/sign-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Each image has a good sigstore signature: what trust metadata say of its tag decides. */
describe.skipIf(!hasDockerRegistry)('require: any', () => {
  const folder = temporaryFolder();
  const runtime = quickRuntime();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let registry: DockerRegistry;
  let client: RegistryClient;
  let image = '';
  let rootKey = '';
  let other = '';
  let run = 0;

  beforeAll(async () => {
    registry = await startDockerRegistry();
    client = await createRegistryClient(registry.host, {});
    image = `${registry.host}/any/app`;
    writeFileSync(join(folder.path, 'signer.pub'), publicKey.export({ format: 'pem', type: 'spki' }));
    const repository = client.repository('any/app');
    const context = openNotaryContext(
      {
        gun: parseGun(image),
        remote: openRepositoryRemote(repository),
        trustDirectory: join(folder.path, 'publisher'),
        passphrases: testPassphrases,
        pins: firstUse,
      },
      runtime,
    );
    for (const tag of ['signed', 'moved', 'unsigned']) await pushSmallImage(repository, tag);
    for (const tag of ['signed', 'moved']) await signTag(context, { tag, ...(await resolveImage(repository, tag, runtime)) });
    await pushSmallImage(repository, 'moved');
    await pushSmallImage(client.repository('any/bare'), 'signed');
    const annotations = new Map([['env', 'prod']]);
    for (const tag of ['signed', 'moved', 'unsigned']) await signImage(repository, tag, keyContext(privateKey), { annotations });
    await signImage(client.repository('any/bare'), 'signed', keyContext(privateKey), { annotations });
    other = (await resolveImage(repository, 'moved', runtime)).digest;
    rootKey = (await readRepository(context)).root.content.roles.root.keyIds[0] ?? '';
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  async function outcome(reference: string, notary = `rootKeys: ${rootKey}`, changed: Partial<VerifyOptions> = {}): Promise<string> {
    const terms = `sigstore: {identities: {key: signer.pub}}, notary: {server: registry, ${notary}}`;
    const verdict = await verifyImage(
      reference,
      {
        policy: decodeTrustPolicy(`trust: {images: [{match: '**', require: any, ${terms}}]}`, 'p.yaml')!,
        policyDirectory: folder.path,
        registry: {},
        isOffline: false,
        requiresPin: false,
        places: { notary: join(folder.path, `verifier-${(run += 1)}`), trustedRoot: '', notation: '' },
        ...changed,
      },
      runtime,
    );
    expect(verdict.isTrusted || verdict.digest === undefined).toBe(true);
    return [verdict.isTrusted ? 'yes' : 'no', ...verdict.refused.map(({ code }) => code)].join(' ');
  }

  it('refuses what trust metadata contradict', async () => {
    expect(await outcome(`${image}:signed`)).toBe('yes');
    expect(await outcome(`${image}:signed@${other}`)).toBe('no DIGEST_DIFFERS');
    expect(await outcome(`${image}:moved`)).toBe('no TAG_MOVED');
    expect(await outcome(`${image}:signed`, `rootKeys: ${'ab'.repeat(32)}`)).toBe('no ROOT_PIN_MISMATCH');
  });

  it('accepts with --require-pin nothing that is refused without it', async () => {
    const pinRequired = { requiresPin: true };
    expect(await outcome(`${image}:moved`, 'firstUse: true')).toBe('no TAG_MOVED');
    expect(await outcome(`${image}:moved`, 'firstUse: true', pinRequired)).toBe('no ROOT_PIN_REQUIRED');
    const met = { places: { notary: join(folder.path, 'verifier-met'), trustedRoot: '', notation: '' } };
    expect(await outcome(`${image}:signed`, 'firstUse: true', met)).toBe('yes');
    expect(await outcome(`${image}:moved`, 'firstUse: true', { ...met, ...pinRequired })).toBe('no ROOT_PIN_REQUIRED');
    expect(await outcome(`${image}:moved`, undefined, pinRequired)).toBe('no TAG_MOVED');
    expect(await outcome(`${image}:signed`, undefined, pinRequired)).toBe('yes');
  });

  it('needs an answer from a server that takes the place of the policy’s', async () => {
    const answers = createServer((_request, response) => response.writeHead(404).end());
    const address = await new Promise<AddressInfo>((listen) =>
      answers.listen(0, '127.0.0.1', () => listen(answers.address() as AddressInfo)),
    );
    const notaryServer = `http://127.0.0.1:${address.port}`;
    try {
      expect(await outcome(`${image}:moved`, undefined, { notaryServer })).toBe('no METADATA_MISSING');
      expect(await outcome(`${image}:signed`, undefined, { notaryServer })).toBe('no METADATA_MISSING');
      expect(await outcome(`${image}:signed`, undefined, { notaryServer, schemes: new Set(['sigstore']) })).toBe('no METADATA_MISSING');
    } finally {
      answers.close();
    }
    expect(await outcome(`${image}:signed`, undefined, { notaryServer })).toBe('no');
    // The policy's own server by another way is no other.
    expect(await outcome(`${image}:unsigned`, undefined, { notaryServer: 'registry' })).toBe('yes TARGET_NOT_SIGNED');
  });

  it('leaves the decision to the other signature where trust metadata say nothing', async () => {
    expect(await outcome(`${image}:unsigned`)).toBe('yes TARGET_NOT_SIGNED');
    expect(await outcome(`${registry.host}/any/bare:signed`)).toBe('yes METADATA_MISSING');
    expect(await outcome(`${image}:signed`, `rootKeys: ${rootKey}, signers: bob`)).toBe('yes IDENTITY_MISMATCH');
    expect(await outcome(`${image}@${other}`)).toBe('yes SIGNATURE_MISSING');
  });

  // These options say that trust metadata are not enough; they do not allow a tag that the metadata refuse.
  it.each<[string, Partial<VerifyOptions>]>([
    ['--annotation', { annotations: new Map([['env', 'prod']]) }],
    ['--scheme sigstore', { schemes: new Set(['sigstore']) }],
  ])('refuses it with %s too', async (_, changed) => {
    expect(await outcome(`${image}:signed`, undefined, changed)).toBe('yes');
    expect(await outcome(`${image}:unsigned`, undefined, changed)).toBe('yes');
    expect(await outcome(`${image}:moved`, undefined, changed)).toBe('no TAG_MOVED');
    expect(await outcome(`${image}:signed@${other}`, undefined, changed)).toBe('no DIGEST_DIFFERS');
  });
});

it('lists the contradictions in the guide', () => {
  const guide = readFileSync(join(projectRoot, 'docs/guide/verifying-images.md'), 'utf8');
  const paragraph = guide.split('\n\n').find((each) => each.includes('contradict')) ?? '';
  const named = Array.from(paragraph.matchAll(/`([A-Z_]+)`/g), ([, code = '']) => code).filter((code) => code in trustReasons);
  expect(named.sort()).toEqual([...contradictions].sort());
});
