import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime } from '../../../src/model/runtime.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { readRepository } from '../../../src/trust/notary/update/read-repository.ts';
import { openRepositoryRemote } from '../../../src/trust/registry-metadata/open-repository-remote.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { hasDockerRegistry, startDockerRegistry, type DockerRegistry } from '../../support/docker-registry.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe.skipIf(!hasDockerRegistry)('a policy that asks the image’s own repository what its tags are', () => {
  const folder = temporaryFolder();
  const runtime = quickRuntime();
  let registry: DockerRegistry;
  let client: RegistryClient;
  let image = '';
  let rootKey = '';
  let run = 0;

  beforeAll(async () => {
    registry = await startDockerRegistry();
    client = await createRegistryClient(registry.host, {});
    image = `${registry.host}/bound/app`;
    const repository = client.repository('bound/app');
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
    for (const tag of ['signed', 'moved'])
      await signTag(context, { tag, ...(await resolveImage(repository, tag, runtime)), signer: 'alice' });
    await pushSmallImage(repository, 'moved');
    rootKey = (await readRepository(context)).root.content.roles.root.keyIds[0] ?? '';
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  function options(terms: string): VerifyOptions {
    return {
      policy: decodeTrustPolicy(`trust: {images: [{match: '**', notary: {server: registry, ${terms}}}]}`, 'p.yaml')!,
      policyDirectory: folder.path,
      registry: {},
      isOffline: false,
      requiresPin: false,
      places: { notary: join(folder.path, `verifier-${(run += 1)}`), trustedRoot: '', notation: '' },
    };
  }

  it('trusts a tag that points to the digest it is bound to', async () => {
    const bound = await resolveImage(client.repository('bound/app'), 'signed', runtime);
    const verdict = await verifyImage(`${image}:signed`, options(`rootKeys: ${rootKey}`), runtime);
    expect(verdict).toMatchObject({ isTrusted: true, digest: bound.digest, size: bound.size, refused: [], failures: [] });
    expect(verdict.trusted).toMatchObject([
      {
        signer: { name: 'alice' },
        foundAt: `repository ${image}:pratique-trust`,
        trustRoot: { kind: 'pinned certificate' },
        expiryOf: 'timestamp',
      },
    ]);
  });

  it('warns before the timestamp expires, and does not fail before it has', async () => {
    const inDays = (days: number): Runtime => quickRuntime({ now: () => new Date(Date.now() + days * 86_400_000) });
    const pinned = options(`rootKeys: ${rootKey}`);
    const soon = await verifyImage(`${image}:signed`, pinned, inDays(12));
    expect(soon).toMatchObject({
      isTrusted: true,
      notices: [expect.stringMatching(/^timestamp of .* expires very soon: on .*, in 1 day; renew it with /)],
    });
    const late = await verifyImage(`${image}:signed`, pinned, inDays(14));
    expect([late.isTrusted, late.refused.map(({ code }) => code)]).toEqual([false, ['METADATA_EXPIRED']]);
  });

  it.each([
    ['a tag that was moved', ':moved', 'rootKeys: ROOT', 'TAG_MOVED'],
    ['a tag that nobody signed', ':unsigned', 'rootKeys: ROOT', 'TARGET_NOT_SIGNED'],
    ['another root', ':signed', `rootKeys: ${'ab'.repeat(32)}`, 'ROOT_PIN_MISMATCH'],
    ['another signer', ':signed', 'rootKeys: ROOT, signers: bob', 'IDENTITY_MISMATCH'],
  ])('refuses %s', async (_name, tag, terms, code) => {
    const verdict = await verifyImage(`${image}${tag}`, options(terms.replace('ROOT', rootKey)), runtime);
    expect([verdict.isTrusted, verdict.refused.map((refusal) => refusal.code)]).toEqual([false, [code]]);
  });
});
