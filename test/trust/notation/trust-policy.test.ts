import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { parseCertificate } from '../../../src/trust/notation/certificate/parse-certificate.ts';
import { decodeNotationTrustPolicy } from '../../../src/trust/notation/policy/decode-notation-trust-policy.ts';
import { readTrustPolicy } from '../../../src/trust/notation/policy/read-trust-policy.ts';
import { isIdentityOf, parseIdentity } from '../../../src/trust/notation/policy/trusted-identity.ts';
import { selectStatement, type TrustStoreType } from '../../../src/trust/notation/policy/notation-trust-policy.ts';
import { openTrustStore } from '../../../src/trust/notation/policy/trust-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { outcomeCode } from './support/outcome-code.ts';
import { type MadeCertificate, OpensslCertificates, stampExtensions } from './support/openssl-certificates.ts';
import { daysFromNow, runtimeAt } from './support/sign-sample.ts';

const wabbit = {
  name: 'wabbit-networks-images',
  registryScopes: ['registry.acme-rockets.io/software/net-monitor', 'registry.acme-rockets.io/software/net-logger'],
  signatureVerification: { level: 'strict' },
  trustStores: ['ca:wabbit-networks'],
  trustedIdentities: ['x509.subject: C=US, ST=WA, L=Seattle, O=wabbit-networks.io, OU=Security Tools'],
};
const unsigned = {
  name: 'unsigned-image',
  registryScopes: ['registry.wabbit-networks.io/software/unsigned/net-utils'],
  signatureVerification: { level: 'skip' },
};
const expired = {
  name: 'use-expired-image',
  registryScopes: ['registry.acme-rockets.io/software/legacy/metrics'],
  signatureVerification: { level: 'strict', override: { expiry: 'log', revocation: 'skip' } },
  trustStores: ['ca:acme-rockets'],
  trustedIdentities: ['*'],
};
const others = {
  name: 'global-policy-for-all-other-images',
  registryScopes: ['*'],
  signatureVerification: { level: 'audit' },
  trustStores: ['ca:acme-rockets', 'ca:acme-rockets-ca2'],
  trustedIdentities: ['x509.subject: C=US, ST=WA, L=Seattle, O=acme-rockets.io, OU=Finance, CN=SecureBuilder'],
};
/** The example of trust-store-trust-policy.md, trust policy schema. */
const example = { version: '1.0', trustPolicies: [wabbit, unsigned, expired, others] };

const decode = (document: unknown) =>
  decodeNotationTrustPolicy(Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)), 'trustpolicy.json');
const strict = { authenticity: 'enforce', authenticTimestamp: 'enforce', expiry: 'enforce', revocation: 'enforce' };
const logged = { authenticity: 'log', authenticTimestamp: 'log', expiry: 'log', revocation: 'log' };

describe('the example of the specification', () => {
  it.each([
    ['registry.acme-rockets.io/software/net-logger', 'wabbit-networks-images', strict],
    [
      'registry.wabbit-networks.io/software/unsigned/net-utils',
      'unsigned-image',
      { authenticity: 'skip', authenticTimestamp: 'skip', expiry: 'skip', revocation: 'skip' },
    ],
    ['registry.acme-rockets.io/software/legacy/metrics', 'use-expired-image', { ...strict, expiry: 'log', revocation: 'skip' }],
    ['registry.acme-rockets.io/software/net-monitor/more', 'global-policy-for-all-other-images', logged],
    ['docker.io/library/registry', 'global-policy-for-all-other-images', logged],
  ])('%s: %s', (repository, name, actions) => {
    expect(selectStatement(decode(example), [repository])).toMatchObject({ name, actions, verifyTimestamp: 'always' });
  });

  it('is read whole', () => {
    expect(decode({ version: '1.0', trustPolicies: [others] })).toEqual({
      source: 'trustpolicy.json',
      statements: [
        {
          name: 'global-policy-for-all-other-images',
          registryScopes: ['*'],
          level: 'audit',
          actions: logged,
          verifyTimestamp: 'always',
          trustStores: [
            { type: 'ca', name: 'acme-rockets' },
            { type: 'ca', name: 'acme-rockets-ca2' },
          ],
          trustedIdentities: [
            {
              text: 'C=US, ST=WA, L=Seattle, O=acme-rockets.io, OU=Finance, CN=SecureBuilder',
              attributes: new Map([
                ['C', 'US'],
                ['ST', 'WA'],
                ['L', 'Seattle'],
                ['O', 'acme-rockets.io'],
                ['OU', 'Finance'],
                ['CN', 'SecureBuilder'],
              ]),
            },
          ],
        },
      ],
    });
  });

  it('refuses an image that no statement covers', () => {
    const policy = decode({ version: '1.0', trustPolicies: [wabbit] });
    expect(() => selectStatement(policy, ['docker.io/library/registry'])).toThrow(
      expect.objectContaining({ code: 'NOTATION_POLICY_MISSING' }) as Error,
    );
  });
});

// Case 331 of the catalogue.
describe('a trust policy [331]', () => {
  const withStatement = (change: Readonly<Record<string, unknown>>) => ({ version: '1.0', trustPolicies: [{ ...wabbit, ...change }] });
  const withIdentity = (...identities: readonly string[]) =>
    withStatement({ trustedIdentities: identities.map((text) => `x509.subject:${text}`) });
  const verification = (value: unknown) => withStatement({ signatureVerification: value });

  it.each<[string, unknown]>([
    ['several stores in one text', withStatement({ trustStores: ['ca:acme-rockets,tsa:acme-tsa'] })],
    ['timestamps after expiry', verification({ level: 'permissive', verifyTimestamp: 'afterCertExpiry' })],
    ['a registry with a port', withStatement({ registryScopes: ['localhost:5000/a/b__c'] })],
    ['an identity of a plugin besides', withStatement({ trustedIdentities: [...wabbit.trustedIdentities, 'com.example.identity: x'] })],
    ['identities that differ in one value', withIdentity('C=US,ST=WA,O=a,OU=b', 'C=US,ST=WA,O=a,OU=c')],
  ])('may have %s', (_, document) => {
    expect(decode(document).statements).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a member twice', '{"version":"1.0","version":"1.0","trustPolicies":[]}'],
    ['no version', { trustPolicies: [wabbit] }],
    ['version 1.1', { version: '1.1', trustPolicies: [wabbit] }],
    ['version 1 as a number', { version: 1, trustPolicies: [wabbit] }],
    ['no statements', { version: '1.0', trustPolicies: [] }],
    ['statements that are no list', { version: '1.0', trustPolicies: wabbit }],
    ['a member of no meaning', { ...example, more: 1 }],
    ['a statement with a member of no meaning', withStatement({ globalPolicy: true })],
    ['a statement without a name', withStatement({ name: ' ' })],
    ['two statements of one name', { version: '1.0', trustPolicies: [wabbit, { ...others, name: wabbit.name }] }],
    ['two statements for one scope', { version: '1.0', trustPolicies: [wabbit, { ...wabbit, name: 'other' }] }],
    ['two global statements', { version: '1.0', trustPolicies: [others, { ...others, name: 'other' }] }],
    ['"*" beside other scopes', withStatement({ registryScopes: ['*', 'a/b'] })],
    ['no scope', withStatement({ registryScopes: [] })],
    ['a scope with a pattern', withStatement({ registryScopes: ['registry.io/*'] })],
    ['a scope without a repository', withStatement({ registryScopes: ['registry.io'] })],
    ['a scope with a tag', withStatement({ registryScopes: ['registry.io/a:1'] })],
    ['a scope with a digest', withStatement({ registryScopes: [`registry.io/a@sha256:${'0'.repeat(64)}`] })],
    ['a scope with a protocol', withStatement({ registryScopes: ['https://registry.io/a'] })],
    ['a scope in upper case', withStatement({ registryScopes: ['registry.io/A'] })],
    ['no level', verification({})],
    ['an unknown level', verification({ level: 'Strict' })],
    ['a level called constructor', verification({ level: 'constructor' })],
    [
      'skip with an override',
      { version: '1.0', trustPolicies: [{ ...unsigned, signatureVerification: { level: 'skip', override: { expiry: 'log' } } }] },
    ],
    ['skip for everything', { version: '1.0', trustPolicies: [{ ...unsigned, registryScopes: ['*'] }] }],
    ['skip with stores', { version: '1.0', trustPolicies: [{ ...unsigned, trustStores: ['ca:a'] }] }],
    ['skip with identities', { version: '1.0', trustPolicies: [{ ...unsigned, trustedIdentities: ['*'] }] }],
    ['integrity overridden', verification({ level: 'strict', override: { integrity: 'log' } })],
    ['an override of nothing', verification({ level: 'strict', override: { timestamp: 'log' } })],
    ['authenticity skipped', verification({ level: 'strict', override: { authenticity: 'skip' } })],
    ['expiry skipped', verification({ level: 'strict', override: { expiry: 'skip' } })],
    ['an unknown action', verification({ level: 'strict', override: { revocation: 'ignore' } })],
    ['an unknown time for timestamps', verification({ level: 'strict', verifyTimestamp: 'never' })],
    ['verification with a member of no meaning', verification({ level: 'strict', overrides: {} })],
    ['no stores', withStatement({ trustStores: [] })],
    ['stores of timestamps alone', withStatement({ trustStores: ['tsa:a'] })],
    ['a store of another type', withStatement({ trustStores: ['pgp:a'] })],
    ['a store without a type', withStatement({ trustStores: ['a'] })],
    ['a store without a name', withStatement({ trustStores: ['ca:'] })],
    ['a store elsewhere', withStatement({ trustStores: ['ca:../a'] })],
    ['a store that is the folder above', withStatement({ trustStores: ['ca:..'] })],
    ['a store twice', withStatement({ trustStores: ['ca:a', 'ca:a'] })],
    ['no identities', withStatement({ trustedIdentities: [] })],
    ['identities missing', withStatement({ trustedIdentities: undefined })],
    ['"*" beside other identities', withStatement({ trustedIdentities: ['*', ...wabbit.trustedIdentities] })],
    ['an identity without a kind', withStatement({ trustedIdentities: ['CN=a'] })],
    ['an empty identity', withStatement({ trustedIdentities: [''] })],
    ['an empty subject', withIdentity(' ')],
    ['no country', withIdentity('ST=WA, O=a')],
    ['no state', withIdentity('C=US, O=a')],
    ['no organization', withIdentity('C=US, ST=WA')],
    ['a type twice', withIdentity('C=US, ST=WA, O=a, O=b')],
    ['a type twice by another name', withIdentity('C=US, ST=WA, S=WA, O=a')],
    ['an empty value', withIdentity('C=US, ST=WA, O=')],
    ['an unknown type', withIdentity('C=US, ST=WA, O=a, FOO=b')],
    ['no value', withIdentity('C=US, ST=WA, O=a, CN')],
    ['several values in one part', withIdentity('C=US, ST=WA, O=a+CN=b')],
    ['a semicolon that is not escaped', withIdentity('C=US, ST=WA, O=a;b')],
    ['an escape of no meaning', withIdentity('C=US, ST=WA, O=a\\z')],
    ['an escape of nothing', withIdentity('C=US, ST=WA, O=a\\')],
    ['an identity that holds another', withIdentity('C=US, ST=WA, O=wabbit-network.io, OU=org1', 'C=US, ST=WA, O=wabbit-network.io')],
    ['identities that one subject could both be', withIdentity('C=US, ST=WA, O=a, OU=b', 'C=US, ST=WA, O=a, CN=c')],
    ['too many statements', { version: '1.0', trustPolicies: Array(limits.notationPolicyStatements + 1).fill(wabbit) }],
    ['too many bytes', ' '.repeat(limits.notationPolicyBytes + 1)],
    ['nesting', `${'['.repeat(100)}${']'.repeat(100)}`],
  ])('may not have %s', (_, document) => {
    expect(() => decode(document)).toThrow(
      expect.objectContaining({ code: 'NOTATION_POLICY_INVALID', object: 'trustpolicy.json' }) as Error,
    );
  });
});

describe('identities', () => {
  const folder = temporaryFolder();
  const openssl = new OpensslCertificates(folder.path);
  afterAll(() => folder[Symbol.dispose]());

  it.each<[string, string, boolean]>([
    ['/C=US/ST=WA/O=acme/CN=x', 'C=US, ST=WA, O=acme', true],
    ['/C=US/ST=WA/O=acme/CN=x', 'CN=x,O=acme,ST=WA,C=US', true],
    ['/C=US/ST=WA/O=acme/CN=x', ' c = US , S=WA, 2.5.4.10=acme', true],
    ['/C=US/ST=WA/O=acme, inc/CN=x', 'C=US, ST=WA, O=acme\\, inc', true],
    ['/C=US/ST=WA/O=acmé', 'C=US, ST=WA, O=acm\\C3\\A9', true],
    ['/C=US/ST=WA/O= acme ', 'C=US, ST=WA, O=\\ acme\\ ', true],
    ['/C=US/ST=WA/O= acme ', 'C=US, ST=WA, O=acme', false],
    ['/C=US/ST=WA/O=Acme', 'C=US, ST=WA, O=acme', false],
    ['/C=US/ST=WA/O=acme', 'C=US, ST=WA, O=acme, CN=x', false],
    ['/C=US/ST=WA/O=acme/CN=xy', 'C=US, ST=WA, O=acme, CN=x', false],
    ['/C=US/ST=WA/O=acme/CN=x, C=US', 'C=US, ST=WA, O=acme, CN=x', false],
    ['/C=US/ST=WA/O=evil/O=acme', 'C=US, ST=WA, O=acme', false],
    ['/C=US/ST=WA/O=acme/O=evil', 'C=US, ST=WA, O=acme', false],
    ['/C=US/ST=WA/O=acme/OU=a/OU=b', 'C=US, ST=WA, O=acme', false],
    ['/C=US/ST=WA/O=acme+CN=x', 'C=US, ST=WA, O=acme', false],
  ])('%s by %s: %s', (subject, identity, expected) => {
    const { der } = openssl.make({ subject });
    expect(isIdentityOf(parseIdentity(identity, 'identity'), parseCertificate(der, 'it').subject)).toBe(expected);
  });
});

// Case 332 of the catalogue.
describe('a trust store [332]', () => {
  const folder = temporaryFolder();
  const openssl = new OpensslCertificates(folder.path);
  const configuration = join(folder.path, 'notation');
  let root: MadeCertificate;
  let intermediate: MadeCertificate;
  let leaf: MadeCertificate;
  beforeAll(() => void ({ root, intermediate, leaf } = openssl.makeChain()));
  afterAll(() => folder[Symbol.dispose]());

  function store(type: TrustStoreType, name: string, files: Readonly<Record<string, string | Buffer>>): string {
    const path = join(configuration, 'truststore', 'x509', type, name);
    mkdirSync(path, { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
    return path;
  }

  async function read(type: TrustStoreType, name: string): Promise<readonly string[] | string> {
    const certificates = openTrustStore(configuration).readCertificates({ type, name }, runtimeAt(daysFromNow(0)));
    return outcomeCode(certificates.then((all) => all.map(({ subject }) => subject.text)));
  }

  const names = {
    root: 'C=US, ST=WA, O=acme, CN=root',
    intermediate: 'C=US, ST=WA, O=acme, CN=intermediate',
    leaf: 'C=US, ST=WA, O=acme, CN=signer',
  };

  it('has files in PEM and DER, and leaves directories and others out', async () => {
    const path = store('ca', 'good', {
      'a.pem': root.pem + intermediate.pem,
      'b.crt': root.der,
      'c.cer': root.pem,
      'README.txt': 'x',
      '.DS_Store': 'x',
    });
    mkdirSync(join(path, 'sub-dir.pem'));
    writeFileSync(join(path, 'sub-dir.pem', 'd.pem'), 'nothing');
    expect(await read('ca', 'good')).toEqual([names.root, names.intermediate, names.root, names.root]);
  });

  it('may have a signer that signed itself', async () => {
    store('signingAuthority', 'self', { 'a.pem': openssl.make({}).pem });
    expect(await read('signingAuthority', 'self')).toEqual([names.leaf]);
  });

  it.each<[string, TrustStoreType, () => Readonly<Record<string, string | Buffer>>]>([
    ['that is empty', 'ca', () => ({})],
    ['with text alone', 'ca', () => ({ 'README.txt': 'x' })],
    ['with a leaf as root', 'ca', () => ({ 'a.pem': leaf.pem })],
    ['with a leaf beside a root', 'ca', () => ({ 'a.pem': root.pem, 'b.pem': leaf.pem })],
    ['with an empty file', 'ca', () => ({ 'a.pem': root.pem, 'b.pem': '' })],
    ['with a file that is no certificate', 'ca', () => ({ 'a.pem': root.pem, 'b.pem': 'hello' })],
    ['with a private key', 'ca', () => ({ 'a.pem': root.pem + root.keyPem })],
    ['with a damaged certificate', 'ca', () => ({ 'a.cer': Buffer.from(root.der).fill(0xff, 10, 20) })],
    ['with a file beyond its bound', 'ca', () => ({ 'a.pem': root.pem, 'b.pem': ' '.repeat(limits.notationStoreFileBytes + 1) })],
    ['of timestamps with an intermediate', 'tsa', () => ({ 'a.pem': intermediate.pem })],
    ['of timestamps with a signer that signed itself', 'tsa', () => ({ 'a.pem': openssl.make({ extensions: stampExtensions }).pem })],
  ])('%s is refused', async (name, type, files) => {
    store(type, name.replaceAll(' ', '-'), files());
    expect(await read(type, name.replaceAll(' ', '-'))).toBe('NOTATION_STORE_INVALID');
  });

  it('that is missing, a file or a symbolic link is refused', async () => {
    const good = store('ca', 'target', { 'a.pem': root.pem });
    writeFileSync(join(good, '..', 'file'), root.pem);
    symlinkSync(good, join(good, '..', 'link'));
    for (const name of ['missing', 'file', 'link']) expect(await read('ca', name)).toBe('NOTATION_STORE_INVALID');
  });

  it.each([
    ['beside a good file', { 'a.pem': 'root' }],
    ['alone', {}],
  ])('with a symbolic link %s is refused', async (name, files) => {
    const path = store('ca', `links-${name.length}`, 'a.pem' in files ? { 'a.pem': root.pem } : {});
    symlinkSync(root.certificatePath, join(path, 'b.pem'));
    expect(await read('ca', `links-${name.length}`)).toBe('NOTATION_STORE_INVALID');
  });

  it('has its policy beside it, the one for OCI artifacts first', async () => {
    const codeOf = (path: string) => outcomeCode(readTrustPolicy(path).then(({ statements }) => statements[0]?.name));
    const directory = join(folder.path, 'policy');
    mkdirSync(directory);
    expect(await codeOf(directory)).toBe('NOTATION_POLICY_MISSING');
    writeFileSync(join(directory, 'trustpolicy.json'), JSON.stringify({ version: '1.0', trustPolicies: [wabbit] }));
    expect(await codeOf(directory)).toBe(wabbit.name);
    writeFileSync(join(directory, 'trustpolicy.oci.json'), JSON.stringify({ version: '1.0', trustPolicies: [others] }));
    expect(await codeOf(directory)).toBe(others.name);
    writeFileSync(join(directory, 'trustpolicy.oci.json'), 'x');
    expect(await codeOf(directory)).toBe('NOTATION_POLICY_INVALID');
    const linked = join(folder.path, 'linked');
    mkdirSync(linked);
    symlinkSync(join(directory, 'trustpolicy.json'), join(linked, 'trustpolicy.json'));
    expect(await codeOf(linked)).toBe('NOTATION_POLICY_INVALID');
    mkdirSync(join(linked, 'trustpolicy.oci.json'));
    expect(await codeOf(linked)).toBe('NOTATION_POLICY_INVALID');
  });
});
