import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlagPolicy } from '../../../src/cli/verify/flag-statement.ts';
import { verifyCommand } from '../../../src/cli/verify/verify-command.ts';
import { parseWords } from '../../../src/cli/words/parse.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { type TrustVerdict } from '../../../src/model/trust/trust-verdict.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type NotaryContext } from '../../../src/trust/notary/notary-context.ts';
import { addSigner } from '../../../src/trust/notary/operation/add-signer.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { readRepository } from '../../../src/trust/notary/update/read-repository.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { type NotaryTerms } from '../../../src/trust/verdict/policy/trust-policy.ts';
import { findTagBinding } from '../../../src/trust/verdict/scheme/notary.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { freePort } from '../../support/free-port.ts';
import { type MemoryRegistry, startMemoryRegistry } from '../../support/memory-registry.ts';
import { openLabContext } from '../../support/notary-context.ts';
import { hasNotary, type NotaryLab, startNotaryLab } from '../../support/notary-lab.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { keyContext, signImage } from '../../support/sign-image.ts';

/** A real notary-server binds tags of a registry to content; what the registry says counts for nothing where they differ. */
describe.skipIf(!hasNotary)('tags that Docker Content Trust binds', () => {
  const runtime = quickRuntime();
  let lab: NotaryLab;
  let registry: MemoryRegistry;
  let client: RegistryClient;
  let image = '';
  let rootKey = '';
  let movedFrom = '';
  let run = 0;

  const asSigner = async <T>(work: (context: NotaryContext) => Promise<T>): Promise<T> => {
    await using context = await openLabContext({ ...lab, gun: image, trustDirectory: join(lab.folder, 'signer') });
    return await work(context);
  };

  beforeAll(async () => {
    lab = await startNotaryLab();
    registry = await startMemoryRegistry();
    client = await createRegistryClient(registry.host, {});
    image = `${registry.host}/lab/app`;
    const repository = client.repository('lab/app');
    for (const tag of ['signed', 'moved', 'gone', 'longer', 'untagged', 'unsigned', 'other', 'delegated', 'elsewhere'])
      await pushSmallImage(repository, tag);
    await asSigner(async (context) => {
      for (const tag of ['signed', 'moved', 'gone', 'longer', 'untagged']) {
        const { digest, size } = await resolveImage(repository, tag, runtime);
        await signTag(context, { tag, digest, size: tag === 'longer' ? size + 1 : size, signer: 'alice' });
      }
      const alone = { roles: ['targets/alice'] };
      await signTag(context, { tag: 'delegated', ...(await resolveImage(repository, 'delegated', runtime)), ...alone });
      await signTag(context, { tag: 'elsewhere', ...(await resolveImage(repository, 'other', runtime)), ...alone });
      const { root } = await readRepository(context);
      rootKey = root.content.roles.root.keyIds[0] ?? '';
    });
    const stored = registry.repository('lab/app');
    movedFrom = stored.tags.get('moved') ?? '';
    stored.tags.set('moved', stored.tags.get('other') ?? '');
    stored.manifests.delete(stored.tags.get('gone') ?? '');
    stored.tags.delete('gone');
    stored.tags.delete('untagged');
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  function options(terms: string, changed: Partial<VerifyOptions> = {}): VerifyOptions {
    const policy = decodeTrustPolicy(`trust: {images: [{match: '**', notary: {server: "${lab.url}", ${terms}}}]}`, 'p.yaml');
    // Each time as on a machine that has never met the repository.
    const notary = join(lab.folder, `verifier-${(run += 1)}`);
    mkdirSync(notary);
    return {
      policy: policy!,
      policyDirectory: lab.folder,
      registry: { caFile: lab.authorityFile },
      isOffline: false,
      requiresPin: false,
      places: { notary, trustedRoot: '', notation: '' },
      ...changed,
    };
  }

  async function outcome(tag: string, terms: string, changed: Partial<VerifyOptions> = {}): Promise<string> {
    return describeVerdict(await verifyImage(`${image}${tag}`, options(terms, changed), runtime));
  }

  function describeVerdict(verdict: TrustVerdict): string {
    const words = [...verdict.trusted.map(({ signer }) => signer.name), ...verdict.refused.map(({ code }) => code), ...verdict.failures.map(({ code }) => `!${code}`)]; // prettier-ignore
    return [verdict.isTrusted ? 'yes' : 'no', ...words].join(' ');
  }

  it('gives the digest to pull, the binding and the root', async () => {
    const verdict = await verifyImage(`${image}:signed`, options(`rootKeys: ${rootKey}`), runtime);
    const { digest, size } = await resolveImage(client.repository('lab/app'), 'signed', runtime);
    expect(verdict).toMatchObject({ digest, size, isTrusted: true, refused: [], failures: [] });
    expect(verdict.trusted).toEqual([
      {
        scheme: 'notary',
        digest,
        signer: { name: 'alice', keyId: expect.stringMatching(/^[0-9a-f]{64}$/) },
        foundAt: `server ${lab.url}`,
        trustRoot: { kind: 'pinned certificate', name: rootKey },
        expires: expect.any(Date),
        expiryOf: 'targets',
        tagBinding: { tag: 'signed', role: 'targets/releases', version: expect.any(Number) },
      },
    ]);
  });

  it.each<[string, string, string, string, Partial<VerifyOptions>?]>([
    ['a pinned root', ':signed', 'rootKeys: ROOT', 'yes alice'],
    ['another root', ':signed', `rootKeys: ${'ab'.repeat(32)}`, 'no ROOT_PIN_MISMATCH'],
    ['first use, where it is allowed', ':signed', 'firstUse: true', 'yes alice'],
    ['283 first use, where a pin is required', ':signed', 'firstUse: true', 'no ROOT_PIN_REQUIRED', { requiresPin: true }],
    ['a signer who is named', ':signed', 'rootKeys: ROOT, signers: alice', 'yes alice'],
    ['another signer', ':signed', 'rootKeys: ROOT, signers: bob', 'no IDENTITY_MISMATCH'],
    ['a role that may not', ':signed', 'rootKeys: ROOT, roles: targets', 'no IDENTITY_MISMATCH'],
    ['a role of a signer', ':signed', 'rootKeys: ROOT, roles: targets/alice', 'yes alice'],
    ['a role that is not there', ':signed', 'rootKeys: ROOT, roles: targets/bob', 'no IDENTITY_MISMATCH'],
    ['a tag that only one delegation signs', ':delegated', 'rootKeys: ROOT', 'no TARGET_NOT_SIGNED'],
    [
      'a tag that only one delegation signs, by its name',
      ':delegated',
      'rootKeys: ROOT, roles: [targets/releases, targets/alice]',
      'yes alice',
    ],
    [
      'a tag for which a delegation signs other content than the registry has',
      ':elsewhere',
      'rootKeys: ROOT, roles: targets/alice',
      'no TAG_MOVED',
    ],
    ['a tag that nobody signed', ':unsigned', 'rootKeys: ROOT', 'no TARGET_NOT_SIGNED'],
    ['a tag that was moved in the registry', ':moved', 'rootKeys: ROOT', 'no TAG_MOVED'],
    ['signed content that is not in the registry [292]', ':gone', 'rootKeys: ROOT', 'no DIGEST_DIFFERS'],
    ['content that is not as long as was signed [292]', ':longer', 'rootKeys: ROOT', 'no SIZE_DIFFERS'],
  ])('%s', async (_, tag, terms, expected, changed) => {
    expect(await outcome(tag, terms.replace('ROOT', rootKey), changed)).toBe(expected);
  });

  it('refuses a tag that was moved in the registry, names both digests, and vouches for neither', async () => {
    const verdict = await verifyImage(`${image}:moved`, options(`rootKeys: ${rootKey}`), runtime);
    const other = await resolveImage(client.repository('lab/app'), 'other', runtime);
    expect(verdict).toMatchObject({ isTrusted: false, trusted: [], failures: [] });
    expect(verdict.digest).toBeUndefined();
    expect(verdict.refused).toEqual([
      {
        scheme: 'notary',
        code: 'TAG_MOVED',
        object: 'moved',
        message: `the registry’s tag points to ${other.digest}, and ${movedFrom} is signed`,
      },
    ]);
  });

  it('trusts the signed digest under a tag that was moved: it is pulled by digest', async () => {
    const verdict = await verifyImage(`${image}:moved@${movedFrom}`, options(`rootKeys: ${rootKey}`), runtime);
    expect(verdict).toMatchObject({ isTrusted: true, digest: movedFrom, refused: [] });
  });

  it('says when the registry no longer has the tag', async () => {
    const verdict = await verifyImage(`${image}:untagged`, options(`rootKeys: ${rootKey}`), runtime);
    expect(verdict).toMatchObject({ isTrusted: true, notices: ['the registry has no tag untagged: pull by digest'] });
  });

  it('uses the server of the option, then of the policy, then of the environment', async () => {
    const gone = `https://127.0.0.1:${await freePort()}`;
    expect(await outcome(':signed', `rootKeys: ${rootKey}`, { defaultNotaryServer: gone })).toBe('yes alice');
    expect(await outcome(':signed', `rootKeys: ${rootKey}`, { notaryServer: gone })).toBe('no !REGISTRY_UNREACHABLE');
    const policy = decodeTrustPolicy(`trust: {images: [{match: '**', notary: {rootKeys: ${rootKey}}}]}`, 'p.yaml')!;
    expect(await outcome(':signed', `rootKeys: ${rootKey}`, { policy, defaultNotaryServer: lab.url })).toBe('yes alice');
  });

  it('refuses a digest without a tag to bind [307]', async () => {
    const [signed, other] = await Promise.all(['signed', 'other'].map((tag) => resolveImage(client.repository('lab/app'), tag, runtime)));
    expect(await outcome(`@${signed!.digest}`, `rootKeys: ${rootKey}`)).toBe('no SIGNATURE_MISSING');
    expect(await outcome(`:signed@${signed!.digest}`, `rootKeys: ${rootKey}`)).toBe('yes alice');
    expect(await outcome(`:signed@${other!.digest}`, `rootKeys: ${rootKey}`)).toBe('no DIGEST_DIFFERS');
  });

  it('requires both a key and a pinned root where options name both', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const repository = client.repository('lab/app');
    const key = join(lab.folder, 'key.pub');
    writeFileSync(key, publicKey.export({ format: 'pem', type: 'spki' }));
    for (const tag of ['signed', 'unsigned']) await signImage(repository, tag, keyContext(privateKey), { form: 'classic tag' });
    const by = async (tag: string, pin: string): Promise<string> => {
      const input = parseWords(verifyCommand, ['--key', key, '--root-key', pin, `${image}:${tag}`]);
      const policy = readFlagPolicy(input, { isContentTrustEnabled: false, allowsFirstUse: false, hasPolicyFile: false });
      return outcome(`:${tag}`, `rootKeys: ${rootKey}`, { policy: policy!, notaryServer: lab.url });
    };
    expect(await by('signed', rootKey)).toMatch(/^yes alice key \w+$/);
    expect(await by('signed', 'ab'.repeat(32))).toBe('no ROOT_PIN_MISMATCH');
    expect(await by('unsigned', rootKey)).toMatch(/^no key \w+ TARGET_NOT_SIGNED$/);
  });

  it.each<[string, boolean, string]>([
    ['one key that two signers have', false, 'no alice bob THRESHOLD_NOT_REACHED'],
    ['a key of each signer', true, 'yes alice bob'],
  ])('counts keys that signed, not names: %s', async (_, hasBoth, expected) => {
    const repository = client.repository(hasBoth ? 'lab/two-keys' : 'lab/one-key');
    await pushSmallImage(repository, '1');
    const { digest, size } = await resolveImage(repository, '1', runtime);
    const at = { ...lab, gun: repository.name };
    await using signer = await openLabContext({ ...at, trustDirectory: join(lab.folder, `signs-${hasBoth}`) });
    await using elsewhere = await openLabContext({ ...at, trustDirectory: join(lab.folder, `elsewhere-${hasBoth}`) });
    const shared = (await signer.keys.create('alice')).publicKey;
    const other = (await (hasBoth ? signer : elsewhere).keys.create('bob')).publicKey;
    await addSigner(signer, { name: 'alice', keys: [shared] });
    await addSigner(signer, { name: 'bob', keys: [shared, other] });
    await signTag(signer, { tag: '1', digest, size });
    const verdict = await verifyImage(`${repository.name}:1`, options('firstUse: true', { threshold: 2 }), runtime);
    expect(describeVerdict(verdict)).toBe(expected);
    expect(verdict.trusted.map(({ signer: { keyId, keyIds } }) => keyIds?.toSorted() ?? keyId)).toEqual([
      shared.canonicalId,
      hasBoth ? [shared.canonicalId, other.canonicalId].toSorted() : shared.canonicalId,
    ]);
  });

  it('finds one binding, one cache and one pin for every spelling of the registry', async () => {
    const { digest, size } = await resolveImage(client.repository('lab/app'), 'signed', runtime);
    const sign = async (gun: string): Promise<string> => {
      await using signer = await openLabContext({ ...lab, gun, trustDirectory: join(lab.folder, `signs-${gun.replaceAll('/', '-')}`) });
      await signTag(signer, { tag: '1', digest, size });
      return (await readRepository(signer)).root.content.roles.root.keyIds[0] ?? '';
    };
    const root = await sign('127.0.0.1/lab/spelled');
    const find = async (registry: string, terms: Partial<NotaryTerms>, given = options('firstUse: true')): Promise<unknown> => {
      const [reference, all] = [
        { registry, repository: 'lab/spelled', tag: '1' },
        { server: lab.url, rootKeyIds: [], firstUse: false, ...terms },
      ];
      const { content, evidence } = await findTagBinding(
        { place: { kind: 'registry', reference }, reference, sources: [] },
        all,
        given,
        runtime,
      );
      return content?.digest ?? evidence.refused.map(({ code }) => code).join(' ');
    };
    for (const registry of ['127.0.0.1', '127.0.0.1:80', '127.0.0.1:443']) {
      expect(await find(registry, { rootKeyIds: [root] }), registry).toBe(digest);
      expect(await find(registry, { rootKeyIds: ['ab'.repeat(32)] }), registry).toBe('ROOT_PIN_MISMATCH');
      const given = options('firstUse: true');
      expect(await find(registry, { firstUse: true }, given), registry).toBe(digest);
      // What one spelling has met is no first use to another.
      for (const other of ['127.0.0.1', '127.0.0.1:80', '127.0.0.1:443']) expect(await find(other, {}, given), other).toBe(digest);
      expect(readdirSync(join(given.places.notary, 'tuf')), registry).toEqual(['127.0.0.1']);
    }
  });

  it('finds what Docker signed under the name as it is written', async () => {
    const { digest, size } = await resolveImage(client.repository('lab/app'), 'signed', runtime);
    const gun = '127.0.0.1:443/lab/as-written';
    await using signer = await openLabContext({ ...lab, gun, trustDirectory: join(lab.folder, 'signs-as-written') });
    await signTag(signer, { tag: '1', digest, size });
    const root = (await readRepository(signer)).root.content.roles.root.keyIds[0] ?? '';
    const given = options('firstUse: true');
    const find = async (registry: string, terms: Partial<NotaryTerms>, machine = given): Promise<unknown> => {
      const [reference, all] = [
        { registry, repository: 'lab/as-written', tag: '1' },
        { server: lab.url, rootKeyIds: [], firstUse: false, ...terms },
      ];
      const { content, evidence } = await findTagBinding(
        { place: { kind: 'registry', reference }, reference, sources: [] },
        all,
        machine,
        runtime,
      );
      return content?.digest ?? evidence.refused.map(({ code }) => code).join(' ');
    };
    const fresh = (): VerifyOptions => options('firstUse: true');
    // A pin finds it under every spelling; at first sight nothing is trusted under a name that was not written.
    expect(await find('127.0.0.1', { rootKeyIds: [root] }, fresh())).toBe(digest);
    expect(await find('127.0.0.1:80', { rootKeyIds: [root] }, fresh())).toBe(digest);
    expect(await find('127.0.0.1', { rootKeyIds: ['ab'.repeat(32)] }, fresh())).toBe('ROOT_PIN_MISMATCH');
    expect(await find('127.0.0.1', { firstUse: true }, fresh())).toBe('METADATA_MISSING');
    expect(await find('127.0.0.1:443', { firstUse: true })).toBe(digest);
    expect(await find('127.0.0.1', { firstUse: true })).toBe(digest);
  });

  it('asks the server for the source of a recorded copy', async () => {
    const copy = client.repository('copied/app');
    for (const tag of ['signed', 'moved'])
      await copyImage(
        { repository: client.repository('lab/app'), tagOrDigest: tag },
        { repository: copy, tag },
        { withArtifacts: true },
        runtime,
      );
    const verify = async (tag: string, statement: string, terms = `rootKeys: ${rootKey}`): Promise<string> => {
      const text = `trust: {images: [{match: "${statement}", notary: {server: "${lab.url}", ${terms}}}], copies: {image: "${copy.name}", from: "${image}"}}`;
      const changed = { policy: decodeTrustPolicy(text, 'p.yaml')! };
      return describeVerdict(await verifyImage(`${copy.name}:${tag}`, options('firstUse: true', changed), runtime));
    };
    expect(await verify('signed', image)).toBe('yes alice');
    expect(await verify('moved', image)).toBe('no TAG_MOVED');
    // A statement for the copy: its own name first, then that of its source, where a root is pinned.
    expect(await verify('signed', copy.name)).toBe('yes alice');
    expect(await verify('signed', copy.name, `rootKeys: ${'ab'.repeat(32)}`)).toBe('no ROOT_PIN_MISMATCH');
    expect(await verify('signed', copy.name, 'firstUse: true')).toBe('no METADATA_MISSING');
  });

  it('fails where the server is unreachable, and never trusts', async () => {
    const notaryServer = `https://127.0.0.1:${await freePort()}`;
    expect(await outcome(':signed', `rootKeys: ${rootKey}`, { notaryServer })).toBe('no !REGISTRY_UNREACHABLE');
  });
});
