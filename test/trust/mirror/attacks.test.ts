import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Runtime } from '../../../src/model/runtime.ts';
import { openLayoutRepository } from '../../../src/oci/layout/layout-repository.ts';
import { type FetchedManifest } from '../../../src/oci/registry/fetched-manifest.ts';
import { revokeTag } from '../../../src/trust/notary/operation/revoke-tag.ts';
import { rotateKey } from '../../../src/trust/notary/operation/rotate-key.ts';
import { copyPublication } from '../../../src/trust/registry-metadata/copy-publication.ts';
import { renewTimestamp } from '../../../src/trust/registry-metadata/renew-timestamp.ts';
import { copyImage } from '../../../src/trust/store/copy-image.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { describeVerdict, type MirrorLab, startMirrorLab } from '../../support/mirror-lab.ts';
import { pushManifest, pushSmallImage } from '../../support/push-small-image.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { manifestType } from '../../support/small-image.ts';

/** Attackers who can push to a mirror, which is verified by the policy of its source. */
describe.skipIf(!hasDockerRegistry)('a mirror that is changed by others', () => {
  const runtime = quickRuntime();
  let lab: MirrorLab;
  let made = 0;
  let [source, mirror, rootKey] = ['', '', ''];

  beforeAll(async () => {
    lab = await startMirrorLab();
  });
  afterAll(async () => lab[Symbol.asyncDispose]());
  beforeEach(async () => {
    made += 1;
    [source, mirror] = [`${lab.hosts[0]}/org/app-${made}`, `${lab.hosts[1]}/mirrored/app-${made}`];
    await lab.publish(source, '1');
    rootKey = await lab.rootKey(source);
    await mirrorTag('1');
  });

  async function mirrorTag(tag: string, from = source, to = mirror): Promise<void> {
    await copyImage({ repository: lab.repository(from), tagOrDigest: tag }, { repository: lab.repository(to), tag }, { withArtifacts: true, copyTrustMetadata: copyPublication }, runtime); // prettier-ignore
  }

  interface Asked {
    readonly notary?: string;
    readonly statements?: string;
    readonly publishers?: string;
    readonly copies?: string;
    readonly machine?: string;
    readonly at?: Runtime;
    readonly changed?: Partial<VerifyOptions>;
  }

  async function outcome(image: string, asked: Asked = {}): Promise<string> {
    const { notary = `rootKeys: ${rootKey}`, copies = `{image: ${mirror}, from: ${source}}`, at = runtime, changed = {} } = asked;
    const statements = asked.statements ?? `{match: "${source}", notary: {server: registry, ${notary}}}`;
    const publishers = asked.publishers === undefined ? '' : `publishers: [${asked.publishers}], `;
    const options = lab.verifyOptions(`trust: {${publishers}images: [${statements}], copies: [${copies}]}`, asked.machine ?? `fresh-${(made += 1)}`); // prettier-ignore
    return describeVerdict(await verifyImage(image, { ...options, ...changed }, at));
  }

  const inDays = (days: number): Runtime => quickRuntime({ now: () => new Date(Date.now() + days * 86_400_000) });
  const readTrust = (name: string): Promise<FetchedManifest> => lab.repository(name).readManifest('pratique-trust', runtime);
  const putTrust = async (name: string, { bytes }: Pick<FetchedManifest, 'bytes'>): Promise<unknown> =>
    pushManifest(lab.repository(name), Buffer.from(bytes), manifestType, 'pratique-trust');
  const trusted = 'yes the repository’s key';

  it('refuses a tag that was moved, at the mirror alone', async () => {
    expect(await outcome(`${mirror}:1`)).toBe(trusted);
    await pushSmallImage(lab.repository(mirror), '1');
    expect(await outcome(`${mirror}:1`)).toBe('no TAG_MOVED');
    expect(await outcome(`${source}:1`)).toBe(trusted);
  });

  it('refuses a signed image under a tag that the source does not sign', async () => {
    await lab.skopeo(`${mirror}:1`, `${mirror}:prod`);
    expect(await outcome(`${mirror}:prod`)).toBe('no TARGET_NOT_SIGNED');
    // An older signed image under the tag of a newer one.
    await lab.publish(source, '2');
    await mirrorTag('2');
    await lab.skopeo(`${mirror}:1`, `${mirror}:2`);
    expect(await outcome(`${mirror}:2`)).toBe('no TAG_MOVED');
  });

  it('refuses metadata that were rolled back, on a machine that has seen newer ones at the mirror', async () => {
    const machine = `remembers-${made}`;
    const older = await readTrust(mirror);
    await revokeTag(lab.publisher(source), { tag: '1' });
    await lab.publish(source, '2');
    await mirrorTag('2');
    expect(await outcome(`${mirror}:2`, { machine })).toBe(trusted);
    expect(await outcome(`${mirror}:1`, { machine })).toBe('no TARGET_NOT_SIGNED');
    await putTrust(mirror, older);
    expect(await outcome(`${mirror}:1`, { machine })).toBe('no METADATA_ROLLBACK');
    // A machine without memory notices it when the old timestamp expires, as at the source.
    expect(await outcome(`${mirror}:1`)).toBe(trusted);
    expect(await outcome(`${mirror}:1`, { at: inDays(15) })).toBe('no METADATA_EXPIRED');
  });

  it('accepts a mirror that is behind its source, until it expires, also where newer metadata of the source were seen', async () => {
    const machine = `both-${made}`;
    await lab.publish(source, '2');
    expect(await outcome(`${source}:2`, { machine })).toBe(trusted);
    expect(await outcome(`${mirror}:1`, { machine })).toBe(trusted);
    await lab.skopeo(`${source}:2`, `${mirror}:2`);
    expect(await outcome(`${mirror}:2`, { machine })).toBe('no TARGET_NOT_SIGNED');
    // What is seen at one mirror says nothing about another one.
    await mirrorTag('2', source, `${mirror}-2`);
    const copies = `{image: ${mirror}, from: ${source}}, {image: ${mirror}-2, from: ${source}}`;
    expect(await outcome(`${mirror}-2:2`, { machine, copies })).toBe(trusted);
    expect(await outcome(`${mirror}:1`, { machine, copies })).toBe(trusted);
    expect(await outcome(`${source}:1`, { machine, copies })).toBe(trusted);
    expect(await outcome(`${mirror}:1`, { machine, at: inDays(15) })).toBe('no METADATA_EXPIRED');
    const directory = join(lab.folder, machine, 'registry');
    expect(readdirSync(directory).sort()).toEqual(['copies', 'tuf']);
    expect(readdirSync(join(directory, 'copies', ...mirror.split('/').slice(0, -1))).sort()).toEqual([mirror, `${mirror}-2`].map((name) => name.split('/').at(-1))); // prettier-ignore
  });

  it('follows a rotated root, and refuses the old one at a mirror that had the new one', async () => {
    const machine = `rotated-${made}`;
    const older = await readTrust(mirror);
    await rotateKey(lab.publisher(source), { role: 'root' });
    const newKey = await lab.rootKey(source);
    const both = `rootKeys: [${rootKey}, ${newKey}]`;
    expect(await outcome(`${mirror}:1`, { machine, notary: both })).toBe(trusted);
    await mirrorTag('1');
    expect(await outcome(`${mirror}:1`, { machine, notary: both })).toBe(trusted);
    expect(await outcome(`${mirror}:1`)).toBe('no ROOT_PIN_MISMATCH');
    await putTrust(mirror, older);
    expect(await outcome(`${mirror}:1`, { machine, notary: both })).toMatch(/^no METADATA_(?:ROLLBACK|HASH_MISMATCH)/);
  });

  it('refuses metadata that others signed, whichever name their root has', async () => {
    // Signed for the mirror itself, and for a repository of their own.
    const own = `${lab.hosts[1]}/mallory/app-${made}`;
    await lab.publish(own, '1');
    await lab.skopeo(`${own}:1`, `${mirror}:1`);
    await lab.skopeo(`${own}:pratique-trust`, `${mirror}:pratique-trust`);
    expect(await outcome(`${mirror}:1`)).toBe('no ROOT_CERTIFICATE_NAME');
    // Signed under the very name of the source, with keys of their own.
    const machine = `knows-${made}`;
    const posing = `${lab.hosts[1]}/mallory/posing-${made}`;
    await lab.publish(posing, '1', { gun: source, machine: `mallory-${made}` });
    await mirrorTag('1', source, `${mirror}-x`);
    const copies = `{image: ${mirror}-x, from: ${source}}`;
    expect(await outcome(`${mirror}-x:1`, { machine, copies })).toBe(trusted);
    await lab.skopeo(`${posing}:1`, `${mirror}-x:1`);
    await lab.skopeo(`${posing}:pratique-trust`, `${mirror}-x:pratique-trust`);
    expect(await outcome(`${mirror}-x:1`, { copies })).toBe('no ROOT_PIN_MISMATCH');
    expect(await outcome(`${mirror}-x:1`, { machine, copies })).toBe('no ROOT_CHAIN_BROKEN');
  });

  it('trusts no root on first use at a mirror, whatever the statement of the source allows', async () => {
    expect(await outcome(`${source}:1`, { notary: 'firstUse: true' })).toBe(trusted);
    expect(await outcome(`${mirror}:1`, { notary: 'firstUse: true' })).toBe('no ROOT_PIN_REQUIRED');
    const mirrored = { statements: `{match: "${mirror}", notary: {server: registry, firstUse: true}}` };
    expect(await outcome(`${mirror}:1`, mirrored)).toBe('no ROOT_PIN_REQUIRED');
    // And a repository that is known by its own root stays so, also where it is recorded as a copy.
    const machine = `own-${made}`;
    const mixed = `${lab.hosts[1]}/mixed/app-${made}`;
    const asked = {
      machine,
      statements: `{match: "${mixed}", notary: {server: registry, firstUse: true}}`,
      copies: `{image: ${mixed}, from: ${source}}`,
    };
    await lab.publish(mixed, '1');
    expect(await outcome(`${mixed}:1`, asked)).toBe(trusted);
    await lab.skopeo(`${source}:1`, `${mixed}:1`);
    await lab.skopeo(`${source}:pratique-trust`, `${mixed}:pratique-trust`);
    expect(await outcome(`${mixed}:1`, asked)).toMatch(/^no (?:ROOT_CHAIN_BROKEN|SIGNATURES_BELOW_THRESHOLD|ROOT_CERTIFICATE_NAME)/);
  });

  it('refuses a deleted tag, and another image of the same publisher', async () => {
    await lab.publish(`${source}-tools`, '1');
    const tools = `{match: "${source}-tools", notary: {server: registry, rootKeys: ${await lab.rootKey(`${source}-tools`)}}}`;
    await lab.skopeo(`${source}-tools:1`, `${mirror}:1`);
    await lab.skopeo(`${source}-tools:pratique-trust`, `${mirror}:pratique-trust`);
    const statements = `{match: "${source}", notary: {server: registry, rootKeys: ${rootKey}}}, ${tools}`;
    expect(await outcome(`${mirror}:1`, { statements })).toBe('no ROOT_CERTIFICATE_NAME');
    const empty = `${mirror}-empty`;
    await lab.skopeo(`${source}:1`, `${empty}:1`);
    expect(await outcome(`${empty}:1`, { copies: `{image: ${empty}, from: ${source}}` })).toBe('no METADATA_MISSING');
  });

  it('verifies a copy of a copy by the first source, and no copy that only the mirror claims', async () => {
    const second = `${lab.hosts[0]}/second/app-${made}`;
    await mirrorTag('1', mirror, second);
    const chain = `{image: ${mirror}, from: ${source}}, {image: ${second}, from: ${mirror}}`;
    expect(await outcome(`${second}:1`, { copies: chain })).toBe(trusted);
    expect(await outcome(`${second}:1`)).toBe('no POLICY_MISSING');
    await pushSmallImage(lab.repository(second), '1');
    expect(await outcome(`${second}:1`, { copies: chain })).toBe('no TAG_MOVED');
    expect(await outcome(`${mirror}:1`, { copies: chain })).toBe(trusted);
  });

  it('judges publishers, forbidden and ignored images by the source', async () => {
    const statement = `{match: "${source}", notary: {server: registry, rootKeys: ${rootKey}}}`;
    expect(await outcome(`${mirror}:1`, { publishers: `{name: us, images: "${source}"}` })).toBe(trusted);
    expect(await outcome(`${mirror}:1`, { publishers: `{name: others, images: "${lab.hosts[1]}/**"}` })).toBe('no PUBLISHER_NOT_TRUSTED');
    expect(await outcome(`${mirror}:1`, { statements: `{match: "${source}", action: forbid}` })).toBe('no POLICY_FORBIDS');
    expect(await outcome(`${mirror}:1`, { statements: `${statement}, {match: "${lab.hosts[1]}/**", action: forbid}` })).toBe('no POLICY_FORBIDS');
    expect(await outcome(`${source}:1`, { statements: `{match: "${source}", action: ignore}` })).toBe('no POLICY_IGNORES');
    expect(await outcome(`${mirror}:1`, { statements: `{match: "${source}", action: ignore}` })).toBe('no POLICY_MISSING');
  }); // prettier-ignore

  it('verifies the tag of a layout on disk, without a memory, and only by a pinned root', async () => {
    const folder = join(lab.folder, `layout-${made}`);
    const layout = await openLayoutRepository(folder, { create: true });
    const into = { withArtifacts: true, copyTrustMetadata: copyPublication };
    await copyImage({ repository: lab.repository(mirror), tagOrDigest: '1' }, { repository: layout, tag: '1' }, into, runtime);
    const [registry = '', ...path] = source.split('/');
    const scope = { registry, repository: path.join('/'), tag: 'latest' };
    const machine = `layouts-${made}`;
    expect(await outcome(`oci-dir:${folder}`, { machine, changed: { scope } })).toBe(trusted);
    const [copyRegistry = '', ...copyPath] = mirror.split('/');
    expect(await outcome(`oci-dir:${folder}:1`, { machine, changed: { scope: { registry: copyRegistry, repository: copyPath.join('/'), tag: 'latest' } } })).toBe(trusted); // prettier-ignore
    expect(() => readdirSync(join(lab.folder, machine))).toThrow('ENOENT');
    expect(await outcome(`oci-dir:${folder}`, { notary: 'firstUse: true', changed: { scope } })).toBe('no ROOT_PIN_REQUIRED');
    expect(await outcome(`oci-dir:${folder}`, { changed: { scope }, at: inDays(15) })).toBe('no METADATA_EXPIRED');
    await pushSmallImage(layout, '1');
    expect(await outcome(`oci-dir:${folder}:1`, { changed: { scope } })).toBe('no TAG_MOVED');
    const { digest } = await layout.readManifest('1', runtime);
    expect(await outcome(`oci-dir:${folder}@${digest}`, { changed: { scope } })).toBe('no SIGNATURE_MISSING');
  });

  it('renews nothing at a mirror: a new timestamp comes from the source', async () => {
    const machine = `renewed-${made}`;
    expect(await outcome(`${mirror}:1`, { machine })).toBe(trusted);
    await renewTimestamp(lab.publisher(source), 30);
    expect(await outcome(`${mirror}:1`, { machine, at: inDays(20) })).toBe('no METADATA_EXPIRED');
    await mirrorTag('1');
    expect(await outcome(`${mirror}:1`, { machine, at: inDays(20) })).toBe(trusted);
  });

  it('verifies a pull-through cache as a whole, which brings the metadata by itself', async () => {
    await using cache = await startDockerRegistry({ kind: 'none' }, { caches: lab.hosts[0] });
    const cached = `${cache.host}/org/app-${source.split('-').at(-1)}`;
    const copies = `{image: "${cache.host}/**", from: "${lab.hosts[0]}/**"}`;
    expect(await outcome(`${cached}:1`, { copies })).toBe(trusted);
    expect(await outcome(`${cached}:1`, { copies, changed: { schemes: new Set(['notary']) } })).toBe(trusted);
    // Another image of the source is none of this name.
    await lab.publish(`${source}-other`, '1');
    expect(await outcome(`${cached}-other:1`, { copies })).toBe('no POLICY_MISSING');
    await pushSmallImage(lab.repository(source), '1');
    expect(await outcome(`${cached}:1`, { copies })).toBe('no TAG_MOVED');
  });

  it('finds the source that a statement names, also where only Notary is checked', async () => {
    const statements = `{match: "${mirror}", notary: {server: registry, rootKeys: ${rootKey}}, sigstore: {identities: {key: k.pub}, copiedFrom: "${source}"}}`;
    const copies = '{image: a.example/x, from: b.example/x}';
    expect(await outcome(`${mirror}:1`, { statements, copies, changed: { schemes: new Set(['notary']) } })).toBe(trusted);
  });
});
