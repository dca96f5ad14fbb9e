import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { type Repository } from '../../../src/oci/registry/repository.ts';
import { listNotation } from '../../../src/trust/notation/list-notation.ts';
import { signWithNotation } from '../../../src/trust/notation/sign/sign-image.ts';
import { verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { findSignatures } from '../../../src/trust/store/find-signatures.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { storeSignature } from '../../../src/trust/store/store-signature.ts';
import { type DockerRegistry, hasDockerRegistry, startDockerRegistry } from '../../support/docker-registry.ts';
import { makeSmallImage, writeLayout } from '../../support/small-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type MadeCertificate, OpensslCertificates } from './support/openssl-certificates.ts';
import { daysFromNow, optionsOf, runtimeAt, signerOf, statementOf } from './support/sign-sample.ts';

const runtime = quickRuntime();

// Debian's docker-registry, which has no referrers API: signatures are listed under the fallback tag.
describe.skipIf(!hasDockerRegistry)('Notation and docker-registry', () => {
  const folder = temporaryFolder();
  const openssl = new OpensslCertificates(folder.path);
  let registry: DockerRegistry;
  let client: RegistryClient;
  let repository: Repository;
  let chain: readonly MadeCertificate[];

  beforeAll(async () => {
    const { root, intermediate, leaf } = openssl.makeChain();
    chain = [leaf, intermediate, root];
    writeLayout(await makeSmallImage(), join(folder.path, 'layout'));
    registry = await startDockerRegistry();
    await registry.push(`oci:${join(folder.path, 'layout')}`, 'team/app:1');
    client = await createRegistryClient(registry.host, {});
    repository = client.repository('team/app');
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('keeps signatures, which are found, listed and verified', async () => {
    const subject = await resolveImage(repository, '1', runtime);
    const signer = signerOf(chain, daysFromNow(1));
    const stored = [];
    for (const format of ['jws', 'cose'] as const)
      stored.push(
        await signWithNotation({ repository, subject, signer, format, metadata: new Map([['build', format]]) }, runtimeAt(daysFromNow(1))),
      );
    await storeSignature(
      { repository, subject },
      { kind: 'notation', payload: Buffer.from('damaged'), mediaType: 'application/cose', thumbprints: [] },
      {},
      runtime,
    );

    const listing = await listNotation({ repository, digest: subject.digest }, runtime);
    expect(listing.unreadable).toEqual([]);
    expect(listing.signatures.map(({ foundAt, content }) => [foundAt, content.kind])).toEqual([
      ...stored.map(({ foundAt }) => [foundAt, 'inspection']),
      [expect.stringMatching(/^referrer sha256:/), 'refused'],
    ]);

    const { artifacts } = await findSignatures({ repository, digest: subject.digest }, { kinds: new Set(['notation']) }, runtime);
    for (const [index, format] of (['jws', 'cose'] as const).entries()) {
      const { foundAt, mediaType, manifestAnnotations, load } = artifacts[index]!;
      const thumbprints = chain.map(({ der }) => createHash('sha256').update(der).digest('hex'));
      expect(manifestAnnotations.get('io.cncf.notary.x509chain.thumbprint#S256')).toBe(JSON.stringify(thumbprints));
      const options = optionsOf({ 'ca:acme': [chain[2]!] }, { metadata: new Map([['build', format]]) });
      const envelope = { bytes: await load(runtime), mediaType, foundAt };
      expect(await verifyNotation(envelope, subject, statementOf(), options, runtimeAt(daysFromNow(2)))).toMatchObject({
        kind: 'trusted',
        signature: { digest: subject.digest, foundAt },
      });
      const wrong = optionsOf({ 'ca:acme': [chain[2]!] }, { metadata: new Map([['build', 'other']]) });
      const refused = verifyNotation(envelope, subject, statementOf(), wrong, runtimeAt(daysFromNow(2)));
      await expect(refused).rejects.toMatchObject({ code: 'NOTATION_METADATA_MISMATCH' });
    }
  });

  it('gets nothing when the metadata is of a reserved name', async () => {
    const subject = await resolveImage(repository, '1', runtime);
    const before = await listNotation({ repository, digest: subject.digest }, runtime);
    const metadata = new Map([['io.cncf.notary.x', '1']]);
    const failing = signWithNotation({ repository, subject, signer: signerOf(chain, daysFromNow(1)), metadata }, runtimeAt(daysFromNow(1)));
    await expect(failing).rejects.toMatchObject({ code: 'USAGE' });
    expect((await listNotation({ repository, digest: subject.digest }, runtime)).signatures).toHaveLength(before.signatures.length);
  });
});
