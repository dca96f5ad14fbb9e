import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TrustVerdict } from '../../../src/model/trust/trust-verdict.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { hasDockerRegistry } from '../../support/docker-registry.ts';
import { describeVerdict, type MirrorLab, startMirrorLab } from '../../support/mirror-lab.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { keyContext, signImage } from '../../support/sign-image.ts';

/** A registry with trust metadata in its repositories, and another one that images and metadata are copied to with skopeo. */
describe.skipIf(!hasDockerRegistry)('verifying a mirror by the policy of its source', () => {
  const runtime = quickRuntime();
  let lab: MirrorLab;
  let source = '';
  let mirror = '';
  let rootKey = '';
  let digest = '';
  let run = 0;

  beforeAll(async () => {
    lab = await startMirrorLab();
    [source, mirror] = [`${lab.hosts[0]}/org/app`, `${lab.hosts[1]}/mirrored/app`];
    digest = await lab.publish(source, '1');
    rootKey = await lab.rootKey(source);
    for (const tag of ['1', 'pratique-trust']) await lab.skopeo(`${source}:${tag}`, `${mirror}:${tag}`);
  });
  afterAll(async () => lab[Symbol.asyncDispose]());

  const statement = (match: string, rest = ''): string => `{match: "${match}", notary: {server: registry, rootKeys: ${rootKey}${rest}}}`;
  const policy = (statements: string, copies = `{image: ${mirror}, from: ${source}}`): string =>
    `trust: {images: [${statements}], copies: [${copies}]}`;

  async function verify(image: string, text: string, machine = `machine-${(run += 1)}`): Promise<TrustVerdict> {
    return verifyImage(image, lab.verifyOptions(text, machine), runtime);
  }

  it('judges a recorded copy as its source, and reads the trust metadata from the copy', async () => {
    const verdict = await verify(`${mirror}:1`, policy(statement(source)));
    expect(verdict).toMatchObject({ isTrusted: true, digest, policy: source, judgedAs: source, refused: [], failures: [], notices: [] });
    expect(verdict.trusted).toMatchObject([
      {
        scheme: 'notary',
        digest,
        signedFor: source,
        foundAt: `repository ${mirror}:pratique-trust`,
        trustRoot: { kind: 'pinned certificate', name: rootKey },
        tagBinding: { tag: '1', role: 'targets' },
      },
    ]);
  });

  it('refuses a copy that the policy does not record', async () => {
    const verdict = await verify(`${mirror}:1`, policy(statement(source), `{image: ${mirror}-2, from: ${source}}`));
    expect(describeVerdict(verdict)).toBe('no POLICY_MISSING');
    expect(verdict.judgedAs).toBeUndefined();
    const { refused } = await verify(`${mirror}:1`, policy(statement(`${source}-2`)));
    expect(refused).toEqual([
      { code: 'POLICY_MISSING', object: mirror, message: `no statement of the policy matches it, nor its source ${source}` },
    ]);
  });

  it('prefers a statement that matches the copy itself, and then still verifies the metadata as the source’s', async () => {
    const own = await verify(`${mirror}:1`, policy(`${statement(source)}, {match: "${mirror}", action: forbid}`));
    expect([describeVerdict(own), own.judgedAs]).toEqual(['no POLICY_FORBIDS', undefined]);
    const bound = await verify(`${mirror}:1`, policy(statement(mirror)));
    expect(bound).toMatchObject({ isTrusted: true, policy: mirror, trusted: [{ signedFor: source }] });
    expect(bound.judgedAs).toBeUndefined();
    // Without a recorded source the name that was signed is not that of the image.
    expect(describeVerdict(await verify(`${mirror}:1`, `trust: {images: [${statement(mirror)}]}`))).toBe('no ROOT_CERTIFICATE_NAME');
  });

  it('accepts classic cosign signatures of the source, and of no other repository', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(join(lab.folder, 'k.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    const key = `{match: "${source.replace(/app$/, '*')}", sigstore: {identities: {key: k.pub}}}`;
    const signed = async (name: string): Promise<void> => {
      await signImage(lab.repository(name), '1', keyContext(privateKey), { form: 'classic tag' });
      await copyImage({ repository: lab.repository(name), tagOrDigest: '1' }, { repository: lab.repository(`${mirror}-keyed`), tag: '1' }, { withArtifacts: true }, runtime); // prettier-ignore
    };
    const copied = policy(key, `{image: ${mirror}-keyed, from: ${source}}`);
    await signed(source);
    const verdict = await verify(`${mirror}-keyed:1`, copied);
    expect(verdict).toMatchObject({ isTrusted: true, judgedAs: source, trusted: [{ scheme: 'sigstore', signedFor: source }] });
    await pushSmallImage(lab.repository(`${source}-tools`), '1');
    await signed(`${source}-tools`);
    expect(describeVerdict(await verify(`${mirror}-keyed:1`, copied))).toBe('no SIGSTORE_REFERENCE_DIFFERS');
  });
});
