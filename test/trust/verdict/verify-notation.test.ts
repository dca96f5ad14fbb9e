import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { signWithNotation } from '../../../src/trust/notation/sign/sign-image.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type MemoryRegistry, startMemoryRegistry } from '../../support/memory-registry.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { type MadeCertificate, OpensslCertificates } from '../notation/support/openssl-certificates.ts';
import { signerOf } from '../notation/support/sign-sample.ts';

describe('signatures of the Notary Project, by our policy and by Notation’s', () => {
  const runtime = quickRuntime();
  let folder = '';
  let registry: MemoryRegistry;
  let client: RegistryClient;
  let image = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pratique-test-'));
    registry = await startMemoryRegistry();
    client = await createRegistryClient(registry.host, {});
    image = `${registry.host}/lab/app`;
    const certificates = new OpensslCertificates(folder);
    const { root, intermediate, leaf } = certificates.makeChain();
    const store = join(folder, 'notation/truststore/x509/ca/acme');
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, 'root.pem'), root.pem);
    const statement = { name: 's', registryScopes: [image], signatureVerification: { level: 'strict', override: { revocation: 'skip' } }, trustStores: ['ca:acme'], trustedIdentities: ['*'] }; // prettier-ignore
    writeFileSync(join(folder, 'notation/trustpolicy.json'), JSON.stringify({ version: '1.0', trustPolicies: [statement] }));
    writeFileSync(join(folder, 'elsewhere.json'), JSON.stringify({ version: '1.0', trustPolicies: [{ ...statement, registryScopes: ['ghcr.io/a/b'] }] })); // prettier-ignore
    const repository = client.repository('lab/app');
    for (const tag of ['signed', 'unsigned', 'renewed', 'two']) await pushSmallImage(repository, tag);
    const sign = async (tag: string, certificate: MadeCertificate): Promise<void> => {
      const subject = await resolveImage(repository, tag, runtime);
      await signWithNotation({ repository, subject, signer: signerOf([certificate, intermediate, root]), format: 'jws' }, runtime);
    };
    for (const tag of ['signed', 'renewed', 'two']) await sign(tag, leaf);
    await sign('renewed', certificates.make({ issuer: intermediate }));
    await sign('two', certificates.make({ issuer: intermediate, subject: '/C=US/ST=WA/O=acme/CN=second' }));
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  async function outcome(tag: string, terms: string, threshold = 1): Promise<string> {
    const policy = decodeTrustPolicy(`trust: {images: [{match: '**', threshold: ${threshold}, notation: {${terms}}}]}`, 'p.yaml');
    const verdict = await verifyImage(
      `${image}:${tag}`,
      {
        policy: policy!,
        policyDirectory: folder,
        registry: {},
        isOffline: true,
        requiresPin: false,
        places: { notary: '', trustedRoot: '', notation: join(folder, 'notation') },
      },
      runtime,
    );
    const words = [...verdict.trusted.map(({ signer }) => signer.name), ...verdict.refused.map(({ code }) => code), ...verdict.failures.map(({ code }) => `!${code}`)]; // prettier-ignore
    expect(verdict.trusted.every(({ trustRoot }) => trustRoot.kind === 'trust store')).toBe(true);
    return [verdict.isTrusted ? 'yes' : 'no', ...words].join(' ');
  }

  const inline = (identity: string, more = 'overrides: {revocation: skip}'): string => `trustStores: "ca:acme", trustedIdentities: "x509.subject: ${identity}", ${more}`; // prettier-ignore

  it.each<[string, string, string, RegExp]>([
    ['our statement', 'signed', inline('C=US, ST=WA, O=acme'), /^yes .*acme/],
    ['somebody else', 'signed', inline('C=US, ST=WA, O=other'), /^no IDENTITY_MISMATCH$/],
    ['a store that is not there', 'signed', inline('C=US, ST=WA, O=acme').replace('ca:acme', 'ca:other'), /^no NOTATION_STORE_INVALID$/],
    ['nobody', 'unsigned', inline('C=US, ST=WA, O=acme'), /^no SIGNATURE_MISSING$/],
    ['the level audit trusts nobody', 'signed', inline('C=US, ST=WA, O=other', 'level: audit'), /^no SIGNATURE_MISSING$/],
    ['Notation’s own policy', 'signed', 'directory: notation', /^yes .*acme/],
    ['Notation’s own policy, from its place', 'signed', 'trustPolicy: notation/trustpolicy.json', /^yes .*acme/],
    ['331 a policy that does not speak of the image', 'signed', 'trustPolicy: elsewhere.json', /^no NOTATION_POLICY_MISSING$/],
    ['331 no policy', 'signed', 'directory: nowhere', /^no NOTATION_POLICY_MISSING$/],
  ])('%s', async (_, tag, terms, expected) => {
    expect(await outcome(tag, terms)).toMatch(expected);
  });

  it('counts a signer with two certificates once', async () => {
    const terms = inline('C=US, ST=WA, O=acme');
    expect(await outcome('renewed', terms)).toMatch(/^yes .*acme.*acme/);
    expect(await outcome('renewed', terms, 2)).toMatch(/^no .* THRESHOLD_NOT_REACHED$/);
    expect(await outcome('two', terms, 2)).toMatch(/^yes .*CN=(signer|second).*CN=(signer|second)/);
  });
});
