import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { parseChain } from '../../../src/trust/notation/certificate/certificate-chain.ts';
import { checkRevocation } from '../../../src/trust/notation/revocation/check-revocation.ts';
import { fileRevocationListCache } from '../../../src/trust/notation/revocation/file-revocation-list-cache.ts';
import { HttpRevocationFetcher } from '../../../src/trust/notation/revocation/http-revocation-fetcher.ts';
import { offlineRevocationFetcher, type RevocationFetcher } from '../../../src/trust/notation/revocation/revocation-fetcher.ts';
import { type RevocationListCache, type RevocationQuestion } from '../../../src/trust/notation/revocation/revocation-status.ts';
import { signEnvelope } from '../../../src/trust/notation/sign/sign-envelope.ts';
import { verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { LoopbackServer, type LoopbackAnswer } from './support/loopback-server.ts';
import {
  authorityExtensions,
  type CertificateWish,
  leafExtensions,
  type MadeCertificate,
  openssl as run,
  OpensslCertificates,
} from './support/openssl-certificates.ts';
import { type Entry, type ListWish, OpensslRevocation } from './support/openssl-revocation.ts';
import { outcomeCode } from './support/outcome-code.ts';
import { daysFromNow, optionsOf, runtimeAt, signerOf, statementOf, subject } from './support/sign-sample.ts';

// Case 337 of the catalogue, with openssl-ca(1) and openssl-ocsp(1) as the authority.
const serial = 4_711;
const folder = temporaryFolder();
const openssl = new OpensslCertificates(folder.path);
let server: LoopbackServer;
let fetcher: HttpRevocationFetcher;
let root: MadeCertificate;
let other: MadeCertificate;
let authority: OpensslRevocation;
const leaves = new Map<string, MadeCertificate>();

beforeAll(async () => {
  server = await LoopbackServer.start();
  fetcher = new HttpRevocationFetcher({ reach: 'loopback' });
  root = openssl.make({ subject: '/CN=root', extensions: authorityExtensions, days: 3_650 });
  other = openssl.make({ subject: '/CN=root', extensions: authorityExtensions, days: 3_650 });
  authority = new OpensslRevocation(folder.path, root);
});
afterAll(async () => {
  await fetcher[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** A leaf that names places of the test's server, or others in full. */
function leafWith(...lines: readonly string[]): MadeCertificate {
  const extensions = lines.map((line) => line.replaceAll('$', server.origin));
  const key = extensions.join('\n');
  const leaf = leaves.get(key) ?? openssl.make({ issuer: root, serial, extensions: [...leafExtensions, ...extensions] });
  leaves.set(key, leaf);
  return leaf;
}

const withList = (): MadeCertificate => leafWith('crlDistributionPoints=URI:$/crl');
const withServer = (): MadeCertificate => leafWith('authorityInfoAccess=OCSP;URI:$/ocsp');
const withBoth = (): MadeCertificate => leafWith('crlDistributionPoints=URI:$/crl', 'authorityInfoAccess=OCSP;URI:$/ocsp');

function check(leaf: MadeCertificate, days = 0, others: Partial<RevocationQuestion> = {}): Promise<string> {
  const chain = parseChain([leaf.der, root.der], 'it');
  const now = daysFromNow(days);
  return outcomeCode(
    checkRevocation(chain, { now, fetcher: fetcherWithin(patienceMs), ...others }, 'it', runtimeAt(now)).then(() => 'good'),
  );
}

/** The authority is a program that a busy machine may take its time to run. */
const patienceMs = 300_000;

/** Waits so long, whatever was asked for, which goes to `asked`. */
function fetcherWithin(timeoutMs: number, asked: number[] = []): RevocationFetcher {
  return {
    fetch(request, runtime) {
      asked.push(request.timeoutMs);
      return fetcher.fetch({ ...request, timeoutMs }, runtime);
    },
  };
}

function answerList(revoked: readonly Entry[], wish: ListWish = {}, path = '/crl'): void {
  const body = authority.list(revoked, {
    ...wish,
    ...(wish.extensions === undefined ? {} : { extensions: wish.extensions.map((line) => line.replaceAll('$', server.origin)) }),
  });
  server.handlers.set(path, () => ({ body }));
}

describe('revocation lists [337]', () => {
  it.each<[string, readonly Entry[], ListWish, number, string]>([
    ['that is empty', [], {}, 0, 'good'],
    ['of others', [{ serial: 1 }, { serial: serial + 1, reason: 'keyCompromise' }], {}, 0, 'good'],
    ['that names it', [{ serial: 1 }, { serial }], {}, 0, 'NOTATION_REVOKED'],
    ['that names it with a reason', [{ serial, reason: 'keyCompromise' }], {}, 0, 'NOTATION_REVOKED'],
    ['that holds it', [{ serial, reason: 'certificateHold' }], {}, 0, 'NOTATION_REVOKED'],
    ['that has expired', [], {}, 2, 'NOTATION_REVOCATION_UNKNOWN'],
    ['that has expired and names it', [{ serial, reason: 'keyCompromise' }], {}, 2, 'NOTATION_REVOKED'],
    ['that has expired and holds it', [{ serial, reason: 'certificateHold' }], {}, 2, 'NOTATION_REVOCATION_UNKNOWN'],
    ['that is of the future', [], {}, -2, 'NOTATION_REVOCATION_UNKNOWN'],
    ['of this distribution point', [], { extensions: ['issuingDistributionPoint=critical,@p\n[p]\nfullname=URI:$/crl'] }, 0, 'good'],
    [
      'of another distribution point',
      [],
      { extensions: ['issuingDistributionPoint=critical,@p\n[p]\nfullname=URI:$/other'] },
      0,
      'NOTATION_REVOCATION_UNKNOWN',
    ],
    ['of users', [], { extensions: ['issuingDistributionPoint=critical,@p\n[p]\nonlyuser=TRUE'] }, 0, 'good'],
    ['of authorities', [], { extensions: ['issuingDistributionPoint=critical,@p\n[p]\nonlyCA=TRUE'] }, 0, 'NOTATION_REVOCATION_UNKNOWN'],
    [
      'of attribute certificates',
      [],
      { extensions: ['issuingDistributionPoint=critical,@p\n[p]\nonlyAA=TRUE'] },
      0,
      'NOTATION_REVOCATION_UNKNOWN',
    ],
    [
      'of some reasons',
      [],
      { extensions: ['issuingDistributionPoint=critical,@p\n[p]\nonlysomereasons=keyCompromise'] },
      0,
      'NOTATION_REVOCATION_UNKNOWN',
    ],
    [
      'of others’ certificates',
      [],
      { extensions: ['issuingDistributionPoint=critical,@p\n[p]\nindirectCRL=TRUE'] },
      0,
      'NOTATION_REVOCATION_UNKNOWN',
    ],
    ['with a critical extension of no meaning', [], { extensions: ['1.2.3.4=critical,ASN1:NULL'] }, 0, 'NOTATION_REVOCATION_UNKNOWN'],
    ['that is a delta', [], { extensions: ['2.5.29.27=critical,DER:02:01:10'] }, 0, 'NOTATION_REVOCATION_UNKNOWN'],
  ])('%s: %s', async (_, revoked, wish, days, expected) => {
    answerList(revoked, wish);
    expect(await check(withList(), days)).toBe(expected);
  });

  it.each<[string, string, readonly string[]]>([
    ['RSASSA-PSS', 'good', ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest']],
    ['RSASSA-PSS with two hashes', 'NOTATION_REVOCATION_UNKNOWN', ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_mgf1_md:sha512']],
    ['PKCS #1', 'good', []],
    ['PKCS #1 and SHA-1', 'NOTATION_REVOCATION_UNKNOWN', ['-md', 'sha1']],
  ])('signed by %s: %s', async (_, expected, options) => {
    const top = openssl.make({ subject: '/CN=rsa', key: 'rsa2048', extensions: authorityExtensions });
    const leaf = openssl.make({ issuer: top, extensions: [...leafExtensions, `crlDistributionPoints=URI:${server.origin}/rsa`] });
    const body = new OpensslRevocation(folder.path, top).list([], { options });
    server.handlers.set('/rsa', () => ({ body }));
    const now = daysFromNow(0);
    const checked = checkRevocation(parseChain([leaf.der, top.der], 'it'), { now, fetcher }, 'it', runtimeAt(now));
    expect(await outcomeCode(checked.then(() => 'good'))).toBe(expected);
  });

  it.each<[string, number | undefined, string]>([
    ['before', -30, 'good'],
    ['after', 0, 'NOTATION_REVOKED'],
    ['who knows when', undefined, 'NOTATION_REVOKED'],
  ])('know since when a key is bad: used %s: %s', async (_, days, expected) => {
    const badSince = `${daysFromNow(-10).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
    answerList([{ serial, reason: `keyTime,${badSince}` }]);
    expect(await check(withList(), 0, days === undefined ? {} : { usedAt: daysFromNow(days) })).toBe(expected);
  });

  it.each<[string, readonly Entry[], readonly Entry[] | undefined, string, string]>([
    ['nothing new', [], [], '10', 'good'],
    ['a revocation', [], [{ serial }], '10', 'NOTATION_REVOKED'],
    ['a revocation of another', [], [{ serial: 1 }], '10', 'good'],
    ['the end of a hold', [{ serial, reason: 'certificateHold' }], [{ serial, reason: 'removeFromCRL' }], '10', 'good'],
    ['the end of more than a hold', [{ serial, reason: 'keyCompromise' }], [{ serial, reason: 'removeFromCRL' }], '10', 'NOTATION_REVOKED'],
    ['nothing new, and the base names it', [{ serial }], [], '10', 'NOTATION_REVOKED'],
    ['news of an older base', [], [], '0F', 'NOTATION_REVOCATION_UNKNOWN'],
    ['news of a newer base', [], [], '11', 'NOTATION_REVOCATION_UNKNOWN'],
    ['no answer', [], undefined, '10', 'NOTATION_REVOCATION_UNKNOWN'],
  ])('with a delta that has %s: %s', async (_, base, delta, start, expected) => {
    answerList(base, { extensions: ['freshestCRL=URI:$/delta'] });
    server.handlers.delete('/delta');
    if (delta !== undefined) answerList(delta, { number: 17, extensions: [`2.5.29.27=critical,DER:02:01:${start}`] }, '/delta');
    expect(await check(withList())).toBe(expected);
  });

  it('with a base in place of its delta', async () => {
    answerList([], { extensions: ['freshestCRL=URI:$/delta'] });
    answerList([], {}, '/delta');
    expect(await check(withList())).toBe('NOTATION_REVOCATION_UNKNOWN');
  });

  it.each<[string, () => LoopbackAnswer]>([
    ['not found', () => ({ status: 404 })],
    ['failing', () => ({ status: 500 })],
    ['empty', () => ({})],
    ['nonsense', () => ({ body: Buffer.from('<html>') })],
    ['of another authority with the same name', () => ({ body: new OpensslRevocation(folder.path, other).list([]) })],
    ['cut', () => ({ body: authority.list([{ serial: 1 }]).subarray(0, -1) })],
    ['with something behind it', () => ({ body: Buffer.concat([authority.list([]), Buffer.from([0])]) })],
    ['with indefinite length', () => ({ body: Buffer.from('30800000', 'hex') })],
    ['larger than the bound', () => ({ body: Buffer.alloc(1 << 20), isEndless: true })],
  ])('that are %s', async (_, answer) => {
    const made = answer();
    server.handlers.set('/crl', () => made);
    expect(await check(withList())).toBe('NOTATION_REVOCATION_UNKNOWN');
  });

  it('with any bit turned say nothing', async () => {
    const genuine = authority.list([{ serial: 1, reason: 'keyCompromise' }]);
    const outcomes = new Set<string>();
    for (let bit = 0; bit < genuine.length * 8; bit += 3) {
      const mutant = Buffer.from(genuine);
      mutant[bit >> 3]! ^= 1 << (bit & 7);
      outcomes.add(await check(withList(), 0, { fetcher: { fetch: () => Promise.resolve(mutant) } }));
    }
    expect([...outcomes]).toEqual(['NOTATION_REVOCATION_UNKNOWN']);
  });

  it('are asked for in their order, until one counts', async () => {
    answerList([]);
    const leaf = leafWith('crlDistributionPoints=URI:$/missing,URI:https://example.com/crl,URI:$/crl,URI:$/never');
    server.requests.length = 0;
    expect(await check(leaf)).toBe('good');
    expect(server.requests).toEqual(['/missing', '/crl']);
  });

  it.each([
    ['the service of metadata', 'http://169.254.169.254/crl'],
    ['the service of metadata by name', 'http://metadata.google.internal/crl'],
    ['the service of metadata in IPv6', 'http://[fd00:ec2::254]/crl'],
    ['https', 'https://127.0.0.1/crl'],
    ['a file', 'file:///etc/passwd'],
    ['a URL with credentials', 'http://user:word@127.0.0.1/crl'],
  ])('are not asked for at %s', async (_, url) => {
    expect(await check(leafWith(`crlDistributionPoints=URI:${url}`))).toBe('NOTATION_REVOCATION_UNKNOWN');
  });

  it('are not asked for on this machine unless that is allowed', async () => {
    answerList([]);
    server.requests.length = 0;
    await using inner = new HttpRevocationFetcher();
    expect(await check(withList(), 0, { fetcher: inner })).toBe('NOTATION_REVOCATION_UNKNOWN');
    expect(server.requests).toEqual([]);
  });

  it('are waited for within a limit of their own', async () => {
    const asked: number[] = [];
    server.handlers.set('/crl', () => ({ isSilent: true }));
    expect(await check(withList(), 0, { fetcher: fetcherWithin(200, asked) })).toBe('NOTATION_REVOCATION_UNKNOWN');
    expect(asked).toEqual([limits.crlTimeoutMs]);
  });

  it('are kept in a cache until they expire', async () => {
    const kept = new Map<string, Uint8Array>();
    const listCache: RevocationListCache = {
      read: (url) => Promise.resolve(kept.get(url)),
      write: (url, list) => Promise.resolve(void kept.set(url, list)),
    };
    answerList([]);
    server.requests.length = 0;
    for (const days of [0, 0.5, 2]) await check(withList(), days, { listCache });
    expect(server.requests).toEqual(['/crl', '/crl']);
    kept.set(`${server.origin}/crl`, Buffer.from('damaged'));
    expect(await check(withList(), 0, { listCache })).toBe('good');
  });

  it('are kept in a folder', async () => {
    const now = daysFromNow(0);
    answerList([]);
    server.requests.length = 0;
    for (let run = 0; run < 3; run++)
      expect(await check(withList(), 0, { listCache: fileRevocationListCache(`${folder.path}/lists`, now) })).toBe('good');
    expect(server.requests).toEqual(['/crl']);
    writeFileSync(`${folder.path}/file`, '');
    expect(await check(withList(), 0, { listCache: fileRevocationListCache(`${folder.path}/file`, now) })).toBe('good');
    expect(server.requests).toEqual(['/crl', '/crl']);
  });

  // CVE-2024-51491 was that a cache which cannot be written made everything fail.
  it('count although their cache fails', async () => {
    const fail = () => Promise.reject(new Error('EROFS'));
    answerList([]);
    expect(await check(withList(), 0, { listCache: { read: fail, write: fail } })).toBe('good');
    answerList([{ serial }]);
    expect(await check(withList(), 0, { listCache: { read: fail, write: fail } })).toBe('NOTATION_REVOKED');
  });
});

describe('OCSP', () => {
  const responder = (extensions: readonly string[], more: CertificateWish = {}): MadeCertificate =>
    openssl.make({ subject: '/CN=responder', issuer: root, extensions: ['keyUsage=critical,digitalSignature', ...extensions], ...more });
  const answer = (make: (request: Buffer) => Buffer): void => void server.handlers.set('/ocsp', (request) => ({ body: make(request) }));

  it.each<[string, number, string, (request: Buffer) => Buffer]>([
    ['good', 0, 'good', (request) => authority.answer(request, [serial], [])],
    ['revoked', 0, 'NOTATION_REVOKED', (request) => authority.answer(request, [], [{ serial }])],
    ['revoked with a reason', 0, 'NOTATION_REVOKED', (request) => authority.answer(request, [], [{ serial, reason: 'keyCompromise' }])],
    ['unknown', 0, 'NOTATION_REVOCATION_UNKNOWN', (request) => authority.answer(request, [], [])],
    ['good, and it held until yesterday', 2, 'NOTATION_REVOCATION_UNKNOWN', (request) => authority.answer(request, [serial], [])],
    ['good, and it is of tomorrow', -1, 'NOTATION_REVOCATION_UNKNOWN', (request) => authority.answer(request, [serial], [])],
    ['good, with no end and our nonce', 0, 'good', (request) => authority.answer(request, [serial], [], undefined, [])],
    [
      'good, by somebody named by the key',
      0,
      'good',
      (request) => authority.answer(request, [serial], [], undefined, ['-ndays', '1', '-resp_key_id']),
    ],
    [
      'good, by another key of the same name',
      0,
      'NOTATION_REVOCATION_UNKNOWN',
      (request) => authority.answer(request, [serial], [], other, ['-ndays', '1', '-resp_key_id']),
    ],
    ['malformedRequest', 0, 'NOTATION_REVOCATION_UNKNOWN', () => Buffer.from('30030a0101', 'hex')],
    ['tryLater', 0, 'NOTATION_REVOCATION_UNKNOWN', () => Buffer.from('30030a0103', 'hex')],
    ['unauthorized', 0, 'NOTATION_REVOCATION_UNKNOWN', () => Buffer.from('30030a0106', 'hex')],
    ['nonsense', 0, 'NOTATION_REVOCATION_UNKNOWN', () => Buffer.from('<html>')],
    ['nothing', 0, 'NOTATION_REVOCATION_UNKNOWN', () => Buffer.from('')],
    [
      'good with something behind it',
      0,
      'NOTATION_REVOCATION_UNKNOWN',
      (request) => Buffer.concat([authority.answer(request, [serial], []), Buffer.from([0])]),
    ],
    [
      'good, by another authority of the same name',
      0,
      'NOTATION_REVOCATION_UNKNOWN',
      (request) => authority.answer(request, [serial], [], other),
    ],
  ])('answers %s on day %i: %s', async (_, days, expected, make) => {
    answer(make);
    expect(await check(withServer(), days)).toBe(expected);
  });

  it.each<[string, string, () => MadeCertificate]>([
    ['the purpose', 'good', () => responder(['extendedKeyUsage=OCSPSigning'])],
    ['the purpose, and need not be checked', 'good', () => responder(['extendedKeyUsage=OCSPSigning', 'noCheck=ignored'])],
    ['no purpose', 'NOTATION_REVOCATION_UNKNOWN', () => responder([])],
    ['another purpose', 'NOTATION_REVOCATION_UNKNOWN', () => responder(['extendedKeyUsage=codeSigning'])],
    ['the purpose from somebody else', 'NOTATION_REVOCATION_UNKNOWN', () => responder(['extendedKeyUsage=OCSPSigning'], { issuer: other })],
    ['the purpose from itself', 'NOTATION_REVOCATION_UNKNOWN', () => openssl.make({ extensions: ['extendedKeyUsage=OCSPSigning'] })],
    ['the purpose, and was revoked', 'NOTATION_REVOCATION_UNKNOWN', () => revokedResponder([])],
    ['the purpose, was revoked, and need not be checked', 'good', () => revokedResponder(['noCheck=ignored'])],
  ])('by a responder that has %s: %s', async (_, expected, make) => {
    const made = make();
    answer((request) => authority.answer(request, [serial], [], made));
    expect(await check(withServer())).toBe(expected);
  });

  function revokedResponder(more: readonly string[]): MadeCertificate {
    answerList([{ serial: 815 }], {}, '/responders');
    return responder(['extendedKeyUsage=OCSPSigning', `crlDistributionPoints=URI:${server.origin}/responders`, ...more], { serial: 815 });
  }

  it('answers another question', async () => {
    const request = await recordedRequest(leafWith('authorityInfoAccess=OCSP;URI:$/record'));
    const fresh = openssl.make({
      issuer: root,
      serial: 99,
      extensions: [...leafExtensions, `authorityInfoAccess=OCSP;URI:${server.origin}/ocsp`],
    });
    answer(() => authority.answer(request, [serial], []));
    expect(await check(fresh)).toBe('NOTATION_REVOCATION_UNKNOWN');
    // The right certificate, but a replayed answer (nonce).
    expect(await check(withServer())).toBe('NOTATION_REVOCATION_UNKNOWN');
    // Prepared answers have no nonce, and say how long they hold.
    const path = `${folder.path}/prepared`;
    run('ocsp', '-issuer', root.certificatePath, '-serial', `${serial}`, '-no_nonce', '-reqout', path);
    const prepared = readFileSync(path);
    answer(() => authority.answer(prepared, [serial], []));
    expect(await check(withServer())).toBe('good');
    answer(() => authority.answer(prepared, [serial], [], undefined, []));
    expect(await check(withServer())).toBe('NOTATION_REVOCATION_UNKNOWN');
  });

  async function recordedRequest(leaf: MadeCertificate): Promise<Buffer> {
    let recorded: Buffer = Buffer.from('');
    server.handlers.set('/record', (request) => {
      recorded = request;
      return { status: 500 };
    });
    await check(leaf);
    return recorded;
  }

  it('knows since when a key is bad', async () => {
    const badSince = `${daysFromNow(-10).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`;
    answer((request) => authority.answer(request, [], [{ serial, reason: `keyTime,${badSince}` }]));
    expect(await check(withServer(), 0, { usedAt: daysFromNow(-30) })).toBe('good');
    expect(await check(withServer(), 0, { usedAt: daysFromNow(-1) })).toBe('NOTATION_REVOKED');
    expect(await check(withServer())).toBe('NOTATION_REVOKED');
  });

  it('with any bit flipped is refused', async () => {
    const outcomes = new Map<string, number>();
    for (let bit = 0, size = 1; bit < size; bit += 97) {
      answer((request) => {
        const mutant = authority.answer(request, [serial], []);
        size = mutant.length * 8;
        if (bit < size) mutant[bit >> 3]! ^= 1 << (bit & 7);
        return mutant;
      });
      const outcome = await check(withServer());
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    // The certificates beside the answer are not signed and not needed when the authority answers itself.
    expect(outcomes.has('NOTATION_REVOKED')).toBe(false);
    expect(outcomes.get('NOTATION_REVOCATION_UNKNOWN')).toBeGreaterThan(20);
  });

  it('is asked first, and lists when it says nothing', async () => {
    answerList([{ serial }]);
    answer((request) => authority.answer(request, [serial], []));
    server.requests.length = 0;
    expect(await check(withBoth())).toBe('good');
    expect(server.requests).toEqual(['/ocsp']);
    server.handlers.set('/ocsp', () => ({ status: 500 }));
    expect(await check(withBoth())).toBe('NOTATION_REVOKED');
    answer((request) => authority.answer(request, [], []));
    expect(await check(withBoth())).toBe('NOTATION_REVOKED');
    answerList([]);
    expect(await check(withBoth())).toBe('good');
  });

  it('is waited for within a limit of its own', async () => {
    const asked: number[] = [];
    server.handlers.set('/ocsp', () => ({ isSilent: true }));
    expect(await check(withServer(), 0, { fetcher: fetcherWithin(200, asked) })).toBe('NOTATION_REVOCATION_UNKNOWN');
    expect(asked).toEqual([limits.ocspTimeoutMs]);
  });
});

describe('levels', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ['strict', { level: 'strict' }, 'NOTATION_REVOKED', 'NOTATION_REVOCATION_UNKNOWN'],
    ['permissive', { level: 'permissive' }, 'trusted NOTATION_REVOKED', 'trusted NOTATION_REVOCATION_UNKNOWN'],
    [
      'permissive, revocation enforced',
      { level: 'permissive', override: { revocation: 'enforce' } },
      'NOTATION_REVOKED',
      'NOTATION_REVOCATION_UNKNOWN',
    ],
    [
      'strict, revocation logged',
      { level: 'strict', override: { revocation: 'log' } },
      'trusted NOTATION_REVOKED',
      'trusted NOTATION_REVOCATION_UNKNOWN',
    ],
    ['strict, revocation skipped', { level: 'strict', override: { revocation: 'skip' } }, 'trusted', 'trusted'],
    ['audit', { level: 'audit' }, 'trusted NOTATION_REVOKED', 'trusted NOTATION_REVOCATION_UNKNOWN'],
  ])('%s: revoked %s, offline %s', async (_, signatureVerification, revoked, offline) => {
    const leaf = withList();
    answerList([{ serial }]);
    const signed = await signEnvelope(subject, signerOf([leaf, root], daysFromNow(1)), {}, runtimeAt(daysFromNow(0)));
    const verify = (revocationFetcher: typeof offlineRevocationFetcher): Promise<string> => {
      const options = optionsOf({ 'ca:acme': [root] }, { revocationFetcher });
      const verified = verifyNotation(
        { ...signed, foundAt: 'it' },
        subject,
        statementOf({ signatureVerification }),
        options,
        runtimeAt(new Date()),
      );
      return outcomeCode(verified.then(({ kind, logged }) => [kind, ...logged.map(({ code }) => code)].join(' ')));
    };
    expect(await verify(fetcher)).toBe(revoked);
    expect(await verify(offlineRevocationFetcher)).toBe(offline);
  });

  it('audit distinguishes trusted signers, and contacts no server that an unknown certificate names', async () => {
    const leaf = withList();
    const signed = await signEnvelope(subject, signerOf([leaf, root], daysFromNow(1)), {}, runtimeAt(daysFromNow(0)));
    const options = optionsOf({ 'ca:acme': [other] }, { revocationFetcher: fetcher });
    server.requests.length = 0;
    const outcome = await verifyNotation(
      { ...signed, foundAt: 'it' },
      subject,
      statementOf({ signatureVerification: { level: 'audit' } }),
      options,
      runtimeAt(new Date()),
    );
    expect(outcome).toEqual({
      kind: 'audited',
      signedBy: 'C=US, ST=WA, O=acme, CN=signer',
      logged: [
        {
          scheme: 'notation',
          code: 'NOTATION_ROOT_NOT_TRUSTED',
          object: 'it',
          message: expect.stringContaining('CN=root') as string,
          signedBy: 'C=US, ST=WA, O=acme, CN=signer',
        },
      ],
    });
    expect(server.requests).toEqual([]);
  });

  it('refuses with the level skip', async () => {
    const statement = statementOf({
      registryScopes: ['a/b'],
      signatureVerification: { level: 'skip' },
      trustStores: [],
      trustedIdentities: undefined,
    });
    const verified = verifyNotation(
      { bytes: new Uint8Array(), mediaType: '', foundAt: 'it' },
      subject,
      statement,
      optionsOf({}),
      runtimeAt(new Date()),
    );
    expect(await outcomeCode(verified)).toBe('NOTATION_POLICY_SKIPS');
  });
});
