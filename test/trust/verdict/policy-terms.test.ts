import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PratiqueError } from '../../../src/model/pratique-error.ts';
import { quickRuntime } from '../../support/quick-runtime.ts';
import { createRegistryClient, type RegistryClient } from '../../../src/oci/registry/registry-client.ts';
import { signWithNotation } from '../../../src/trust/notation/sign/sign-image.ts';
import { parseGun } from '../../../src/trust/notary/gun.ts';
import { openNotaryContext } from '../../../src/trust/notary/open-notary-context.ts';
import { signTag } from '../../../src/trust/notary/operation/sign-tag.ts';
import { readRepository } from '../../../src/trust/notary/update/read-repository.ts';
import { openRepositoryRemote } from '../../../src/trust/registry-metadata/open-repository-remote.ts';
import { resolveImage } from '../../../src/trust/store/resolve-image.ts';
import { decodeTrustPolicy } from '../../../src/trust/verdict/policy/decode-trust-policy.ts';
import {
  type AttestationTerms,
  type NotaryTerms,
  type NotationTerms,
  type SigstoreTerms,
  type TrustStatement,
} from '../../../src/trust/verdict/policy/trust-policy.ts';
import { type VerifyOptions } from '../../../src/trust/verdict/verification-options.ts';
import { verifyAttestations } from '../../../src/trust/verdict/verify-attestations.ts';
import { verifyImage } from '../../../src/trust/verdict/verify-image.ts';
import { type MemoryRegistry, startMemoryRegistry } from '../../support/memory-registry.ts';
import { firstUse, testPassphrases } from '../../support/notary-context.ts';
import { pushSmallImage } from '../../support/push-small-image.ts';
import { attestImage, keyContext, signImage } from '../../support/sign-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OpensslCertificates } from '../notation/support/openssl-certificates.ts';
import { signerOf } from '../notation/support/sign-sample.ts';

/** Everything that a policy is applied to. */
type Consumer =
  | 'bundle'
  | 'classic signature'
  | 'notation'
  | 'notary'
  /** An attestation that the policy names, by `verify` and by `verify-attestation`. */
  | 'attestation'
  | 'verify-attestation'
  /** An attestation of a type that the policy has no terms for. */
  | 'other attestation';

/** What comes of a term that this image does not meet. `said` is a notice that the term was not checked. */
type Placement = 'refused' | 'said' | 'only widens';

type Cells<Terms, Of extends Consumer> = Readonly<Record<keyof Terms, Readonly<Record<Of, Placement>>>>;

const [type, otherType] = ['https://example.com/p/v1', 'https://example.com/q/v1'];

// A term that is added to the policy does not compile until it is placed here for every consumer.

type Shared = Omit<TrustStatement, 'images' | 'sigstore' | 'notary' | 'notation' | 'attestations'>;
const signatures = {
  bundle: 'refused',
  'classic signature': 'refused',
  notation: 'refused',
  notary: 'refused',
  attestation: 'refused',
} as const;
const shared: Cells<Shared, Consumer> = {
  action: { ...signatures, 'verify-attestation': 'refused', 'other attestation': 'refused' },
  require: { ...signatures, 'verify-attestation': 'said', 'other attestation': 'said' },
  threshold: { ...signatures, 'verify-attestation': 'refused', 'other attestation': 'refused' },
  maxAgeMs: { ...signatures, 'verify-attestation': 'refused', 'other attestation': 'refused' },
};

type OfSigstore = 'bundle' | 'classic signature' | 'verify-attestation' | 'other attestation';
const all = { bundle: 'refused', 'classic signature': 'refused', 'verify-attestation': 'refused', 'other attestation': 'refused' } as const;
const sigstore: Cells<SigstoreTerms, OfSigstore> = {
  identities: all,
  trustedRoot: all,
  transparencyLog: all,
  annotations: { ...all, 'verify-attestation': 'said', 'other attestation': 'said' },
  copiedFrom: { bundle: 'only widens', 'classic signature': 'only widens', 'verify-attestation': 'only widens', 'other attestation': 'only widens' },
}; // prettier-ignore

const attestations: Cells<AttestationTerms, 'attestation' | 'verify-attestation'> = {
  predicateType: { attestation: 'refused', 'verify-attestation': 'refused' },
  identities: { attestation: 'refused', 'verify-attestation': 'refused' },
  threshold: { attestation: 'refused', 'verify-attestation': 'refused' },
  maxAgeMs: { attestation: 'refused', 'verify-attestation': 'refused' },
  assertions: { attestation: 'refused', 'verify-attestation': 'refused' },
};

const notary: Cells<NotaryTerms, 'notary' | 'other attestation'> = {
  server: { notary: 'refused', 'other attestation': 'said' },
  rootKeyIds: { notary: 'refused', 'other attestation': 'said' },
  // Never beside rootKeys, of which only one would count.
  authority: { notary: 'refused', 'other attestation': 'refused' },
  firstUse: { notary: 'only widens', 'other attestation': 'said' },
  roles: { notary: 'refused', 'other attestation': 'said' },
  signers: { notary: 'refused', 'other attestation': 'said' },
};

const notation: Cells<NotationTerms, 'notation' | 'other attestation'> = {
  metadata: { notation: 'refused', 'other attestation': 'said' },
  directory: { notation: 'refused', 'other attestation': 'said' },
  policy: { notation: 'refused', 'other attestation': 'said' },
};

/** The term as written, with a value that the image does not meet. */
const written: Readonly<Record<string, string>> = {
  action: 'action: forbid',
  threshold: 'threshold: 2',
  maxAgeMs: 'maxAge: 1d',
  identities: 'identities: {key: stranger.pub}',
  trustedRoot: 'trustedRoot: missing.json',
  transparencyLog: 'transparencyLog: required',
  annotations: 'annotations: {env: prod}',
  copiedFrom: 'copiedFrom: "ghcr.io/org/app"',
  predicateType: 'predicateType: "https://example.com/nothing/v1"',
  assertions: 'assertions: {path: a, equals: 2}',
  server: 'server: "https://127.0.0.1:9"',
  rootKeyIds: `rootKeys: ${'ab'.repeat(32)}`,
  authority: 'authority: missing.pem',
  firstUse: 'firstUse: true',
  roles: 'roles: targets/other',
  signers: 'signers: bob',
  metadata: 'metadata: {env: prod}',
  directory: 'directory: nowhere',
  policy: 'trustedIdentities: "x509.subject: C=US, ST=WA, O=other"',
};

describe('a term of the trust policy is applied, refused, or said to be left out', () => {
  const folder = temporaryFolder();
  const runtime = quickRuntime();
  const keys = Object.fromEntries(['a', 'b', 'stranger'].map((name) => [name, generateKeyPairSync('ec', { namedCurve: 'P-256' })]));
  let registry: MemoryRegistry;
  let client: RegistryClient;
  let image = '';
  let rootKey = '';
  let run = 0;

  beforeAll(async () => {
    registry = await startMemoryRegistry();
    client = await createRegistryClient(registry.host, {});
    image = `${registry.host}/lab/app`;
    for (const [name, { publicKey }] of Object.entries(keys))
      writeFileSync(join(folder.path, `${name}.pub`), publicKey.export({ format: 'pem', type: 'spki' }));
    const repository = client.repository('lab/app');
    const signer = keyContext(keys['a']!.privateKey);
    for (const tag of ['bundle', 'classic', 'notation', 'notary', 'attested']) await pushSmallImage(repository, tag);
    await signImage(repository, 'bundle', signer);
    await signImage(repository, 'classic', signer, { form: 'classic tag' });
    for (const predicateType of [type, otherType])
      await attestImage(repository, 'attested', signer, { predicateType, predicate: { a: 1 } });
    const { root, intermediate, leaf } = new OpensslCertificates(folder.path).makeChain();
    const store = join(folder.path, 'notation/truststore/x509/ca/acme');
    mkdirSync(store, { recursive: true });
    writeFileSync(join(store, 'root.pem'), root.pem);
    const subject = await resolveImage(repository, 'notation', runtime);
    await signWithNotation({ repository, subject, signer: signerOf([leaf, intermediate, root]), format: 'jws' }, runtime);
    const remote = openRepositoryRemote(repository);
    const context = openNotaryContext({ gun: parseGun(image), remote, trustDirectory: join(folder.path, 'publisher'), passphrases: testPassphrases, pins: firstUse }, runtime); // prettier-ignore
    await signTag(context, { tag: 'notary', ...(await resolveImage(repository, 'notary', runtime)) });
    rootKey = (await readRepository(context)).root.content.roles.root.keyIds[0] ?? '';
  });
  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  /** Settings by name; a changed one takes the place of the one that the image meets. */
  const settings = (base: Readonly<Record<string, string>>, name = '', text = ''): string =>
    `{${Object.entries({ ...base, ...(name === '' ? {} : { [name]: text }) }).map(([, each]) => each).join(', ')}}`; // prettier-ignore
  const signers = { identities: 'identities: [{key: a.pub}, {key: b.pub}]' };
  const inline = { directory: 'directory: notation', level: 'overrides: {revocation: skip}', stores: 'trustStores: "ca:acme"', policy: 'trustedIdentities: "x509.subject: C=US, ST=WA, O=acme"' }; // prettier-ignore
  const ownKey = (): Readonly<Record<string, string>> => ({ server: 'server: registry', rootKeyIds: `rootKeys: ${rootKey}` });

  /** The sections of a statement that the consumer's image meets, with one term changed in one of them. */
  function statement(consumer: Consumer, section = '', term = ''): string {
    const of = (name: string): [string, string] => (section === name ? [term, written[term] ?? ''] : ['', '']);
    const byKey = `sigstore: ${settings(signers, ...of('sigstore'))}`;
    const attested = (own: Readonly<Record<string, string>>): string =>
      `attestations: [${settings({ predicateType: `predicateType: "${type}"`, ...own }, ...of('attestations'))}]`;
    const byNotary = `notary: ${settings(ownKey(), ...of('notary'))}`;
    const byNotation = `notation: ${settings(inline, ...of('notation'))}`;
    const sections: Readonly<Record<Consumer, readonly string[]>> = {
      bundle: [byKey],
      'classic signature': [byKey],
      notation: [byNotation],
      notary: [byNotary],
      attestation: [attested(signers)],
      'verify-attestation': [byKey, attested({})],
      'other attestation': [byKey, ...(section === 'notary' ? [byNotary] : []), ...(section === 'notation' ? [byNotation] : [])],
    };
    return [...sections[consumer], ...(section === 'shared' ? [sharedTerm(consumer, term)] : [])].join(', ');
  }

  /** `require: all` needs a second scheme, which has not signed. */
  function sharedTerm(consumer: Consumer, term: string): string {
    if (term !== 'require') return written[term] ?? '';
    const isOther = consumer === 'notation' || consumer === 'notary' || consumer === 'attestation';
    return `require: all, ${isOther ? 'sigstore: {identities: {key: stranger.pub}}' : 'notation: {directory: nowhere}'}`;
  }

  const tags: Readonly<Record<Consumer, string>> = {
    bundle: 'bundle',
    'classic signature': 'classic',
    notation: 'notation',
    notary: 'notary',
    attestation: 'attested',
    'verify-attestation': 'attested',
    'other attestation': 'attested',
  };

  async function outcome(consumer: Consumer, text: string): Promise<string> {
    try {
      const options: VerifyOptions = {
        policy: decodeTrustPolicy(`trust: {images: [{match: "${image}", ${text}}]}`, 'p.yaml')!,
        policyDirectory: folder.path,
        registry: {},
        isOffline: true,
        requiresPin: false,
        places: { notary: join(folder.path, `verifier-${(run += 1)}`), trustedRoot: join(folder.path, 'none.json'), notation: '' },
      };
      const reference = `${image}:${tags[consumer]}`;
      if (consumer !== 'verify-attestation' && consumer !== 'other attestation')
        return (await verifyImage(reference, options, runtime)).isTrusted ? 'accepted' : 'refused';
      const types = new Set(consumer === 'other attestation' ? [otherType] : []);
      const found = await verifyAttestations(reference, { types, assertions: [] }, options, runtime);
      if (found.kind === 'refused') return 'refused';
      if (![...found.required].every((wanted) => found.trusted.some(({ predicateType }) => predicateType === wanted))) return 'refused';
      return found.notices.some((notice) => notice.includes('which verify-attestation does not check')) ? 'said' : 'accepted';
    } catch (error) {
      if (!(error instanceof PratiqueError)) throw error;
      return 'refused';
    }
  }

  it.each(Object.keys(tags) as Consumer[])('accepts what meets all terms: %s', async (consumer) => {
    expect(await outcome(consumer, statement(consumer))).toBe('accepted');
  });

  const cells = Object.entries({ shared, sigstore, attestations, notary, notation }).flatMap(([section, terms]) =>
    Object.entries(terms).flatMap(([term, places]) =>
      Object.entries(places).map(([consumer, placement]) => [section, term, consumer as Consumer, placement as Placement] as const),
    ),
  );

  it.each(cells)('%s: %s, for %s: %s', async (section, term, consumer, placement) => {
    const expected = placement === 'only widens' ? 'accepted' : placement;
    expect(await outcome(consumer, statement(consumer, section, term))).toBe(expected);
  });
});
