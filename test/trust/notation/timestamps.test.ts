import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerificationError } from '../../../src/model/trust/verification-error.ts';
import { decodeEnvelope } from '../../../src/trust/notation/envelope/decode-envelope.ts';
import { inspectNotation } from '../../../src/trust/notation/inspect-notation.ts';
import { parseCertificate } from '../../../src/trust/notation/certificate/parse-certificate.ts';
import { type EnvelopeOptions, signEnvelope, type SignedEnvelope } from '../../../src/trust/notation/sign/sign-envelope.ts';
import { verifyTimestampToken } from '../../../src/trust/notation/timestamp/verify-timestamp-token.ts';
import { verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { readDer } from '../../../src/trust/x509/der-reader.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { LoopbackServer } from './support/loopback-server.ts';
import { authorityExtensions, type MadeCertificate, OpensslCertificates, stampExtensions } from './support/openssl-certificates.ts';
import { opensslTimestamps, type TsaOptions } from './support/openssl-timestamps.ts';
import { outcomeCode } from './support/outcome-code.ts';
import { daysFromNow, optionsOf, runtimeAt, signerOf, statementOf, subject } from './support/sign-sample.ts';
import { isSlowRun } from '../../support/is-slow-run.ts';

// Case 336 of the catalogue, with openssl-ts(1) as the authority.
describe('timestamps [336]', () => {
  const folder = temporaryFolder();
  const openssl = new OpensslCertificates(folder.path);
  let server: LoopbackServer;
  let chain: readonly [MadeCertificate, MadeCertificate];
  let stamping: { readonly root: MadeCertificate; readonly intermediate: MadeCertificate; readonly leaf: MadeCertificate };

  beforeAll(async () => {
    server = await LoopbackServer.start();
    const root = openssl.make({ subject: '/CN=root', extensions: authorityExtensions, days: 3_650 });
    chain = [openssl.make({ issuer: root }), root];
    stamping = openssl.makeChain({ subject: '/C=US/ST=WA/O=tsa/CN=tsa', extensions: stampExtensions, days: 2_000 });
    server.handlers.set('/tsa', authority('usual', {}));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  function authority(name: string, options: Partial<TsaOptions>) {
    return opensslTimestamps(folder.path, name, { signer: stamping.leaf, chain: [stamping.intermediate, stamping.root], ...options });
  }

  function sign(path: string | undefined, options: EnvelopeOptions = {}): Promise<SignedEnvelope> {
    const roots = [parseCertificate(stamping.root.der, 'root')];
    const timestampAuthority = path === undefined ? {} : { timestampAuthority: { url: new URL(path, server.origin), roots } };
    return signEnvelope(subject, signerOf(chain), { ...timestampAuthority, ...options }, runtimeAt(new Date()));
  }

  function verify(signed: SignedEnvelope, days: number, statement: Readonly<Record<string, unknown>>): Promise<string> {
    const options = optionsOf({ 'ca:acme': [chain[1]], 'tsa:good': [stamping.root], 'tsa:other': [chain[1]] });
    const verified = verifyNotation({ ...signed, foundAt: 'it' }, subject, statementOf(statement), options, runtimeAt(daysFromNow(days)));
    return outcomeCode(verified.then(({ kind, logged }) => [kind, ...logged.map(({ code }) => code)].join(' ')));
  }

  const stamps = (tsa: string, verifyTimestamp: string, level = 'strict') => ({
    trustStores: ['ca:acme', `tsa:${tsa}`],
    signatureVerification: { level, verifyTimestamp },
  });
  const noStamps = { trustStores: ['ca:acme'] };

  it.each(['jws', 'cose'] as const)('say in %s when it was signed', async (format) => {
    const signed = await sign('/tsa', { format });
    const options = optionsOf({ 'ca:acme': [chain[1]], 'tsa:good': [stamping.root] });
    const outcome = await verifyNotation(
      { ...signed, foundAt: 'it' },
      subject,
      statementOf(stamps('good', 'always')),
      options,
      runtimeAt(daysFromNow(0)),
    );
    const shown = inspectNotation(signed.bytes, signed.mediaType, 'it').timestamp;
    expect(shown).toEqual({ kind: 'token', time: expect.any(Date) as Date, policy: '1.2.3.4.1' });
    expect(outcome).toMatchObject({ kind: 'trusted', signature: { signedAt: { statedBy: 'timestamp authority' } } });
    if (outcome.kind !== 'trusted' || shown?.kind !== 'token') throw new Error('not trusted');
    expect(outcome.signature.signedAt?.time).toEqual(shown.time);
    expect(Math.abs(shown.time.getTime() - Date.now())).toBeLessThan(600_000);
  });

  // The signing certificate is valid for 30 days, the authority's for 2,000.
  it.each<[string, boolean, number, Readonly<Record<string, unknown>>, string]>([
    ['always, there, certificate valid', true, 1, stamps('good', 'always'), 'trusted'],
    ['always, there, certificate expired', true, 60, stamps('good', 'always'), 'trusted'],
    ['always, missing', false, 1, stamps('good', 'always'), 'NOTATION_TIMESTAMP_MISSING'],
    ['afterCertExpiry, missing, certificate valid', false, 1, stamps('good', 'afterCertExpiry'), 'trusted'],
    ['afterCertExpiry, missing, certificate expired', false, 60, stamps('good', 'afterCertExpiry'), 'NOTATION_TIMESTAMP_MISSING'],
    ['afterCertExpiry, there, certificate expired', true, 60, stamps('good', 'afterCertExpiry'), 'trusted'],
    ['afterCertExpiry, of another authority, certificate valid', true, 1, stamps('other', 'afterCertExpiry'), 'trusted'],
    [
      'afterCertExpiry, of another authority, certificate expired',
      true,
      60,
      stamps('other', 'afterCertExpiry'),
      'NOTATION_TIMESTAMP_INVALID',
    ],
    ['always, of another authority', true, 1, stamps('other', 'always'), 'NOTATION_TIMESTAMP_INVALID'],
    ['always, of another authority, permissive', true, 1, stamps('other', 'always', 'permissive'), 'trusted NOTATION_TIMESTAMP_INVALID'],
    ['a store of authorities that is not there', true, 1, stamps('missing', 'always'), 'NOTATION_STORE_INVALID'],
    ['no store of authorities, certificate valid', true, 1, noStamps, 'trusted'],
    ['no store of authorities, certificate expired', true, 60, noStamps, 'NOTATION_CERTIFICATE_NOT_VALID'],
    ['from the future', true, -1, stamps('good', 'always'), 'NOTATION_TIMESTAMP_INVALID'],
  ])('%s', async (_, isStamped, days, statement, expected) => {
    expect(await verify(await sign(isStamped ? '/tsa' : undefined), days, statement)).toBe(expected);
  });

  it.each(['jws', 'cose'] as const)('over another signature are refused in %s', async (format) => {
    const [one, other] = [await sign('/tsa', { format, expiresInMs: 10 ** 9 }), await sign('/tsa', { format })];
    expect(await verify(moveToken(one, other), 1, stamps('good', 'always'))).toBe('NOTATION_TIMESTAMP_INVALID');
    expect(await verify(moveToken(other, other), 1, stamps('good', 'always'))).toBe('trusted');
  });

  it.each([
    ['', 0],
    ['accuracy = secs:1', 1_000],
    ['accuracy = secs:2, millisecs:500, microsecs:100', 2_501],
    // The baseline policy of ETSI, whose accuracy is a second.
    ['default_policy = 0.4.0.2023.1.1', 1_000],
  ])('have the accuracy that they state: %s', async (setting, accuracyMs) => {
    server.handlers.set('/accurate', authority('accurate', { settings: setting === '' ? [] : [setting] }));
    const { signature, timestampToken } = decodeOf(await sign('/accurate'));
    const { time, earliest, latest } = verifyTimestampToken(
      timestampToken!,
      signature,
      [parseCertificate(stamping.root.der, 'root')],
      'it',
    );
    expect([time.getTime() - earliest.getTime(), latest.getTime() - time.getTime()]).toEqual([accuracyMs, accuracyMs]);
  });

  it('that may have been made before the certificate was valid are refused', async () => {
    server.handlers.set('/vague', authority('vague', { settings: ['accuracy = secs:86400'] }));
    expect(await verify(await sign('/vague'), 1, stamps('good', 'always'))).toBe('NOTATION_CERTIFICATE_NOT_VALID');
  });

  it.each<[string, Partial<TsaOptions>, string]>([
    ['with SHA-512 and its own key named by SHA-384', { settings: ['signer_digest = sha512', 'ess_cert_id_alg = sha384'] }, 'token'],
    ['with its certificate named by SHA-1, as RFC 2634 had it', { settings: ['ess_cert_id_alg = sha1'] }, 'token'],
  ])('of an authority %s', async (name, options, expected) => {
    server.handlers.set('/variant', authority(name.replaceAll(/\W+/g, '-'), options));
    const signed = await sign('/variant');
    expect(inspectNotation(signed.bytes, signed.mediaType, 'it').timestamp?.kind).toBe(expected);
    expect(await verify(signed, 1, stamps('good', 'always'))).toBe('trusted');
  });

  it('in BER are verified, and stored in DER', async () => {
    let body: Uint8Array = Buffer.alloc(0);
    server.handlers.set('/ber', (query) => {
      const answer = authority('ber', { isBer: true })(query) as { readonly body: Uint8Array };
      ({ body } = answer);
      return answer;
    });
    const signed = await sign('/ber');
    expect(() => readDer(readDer(body).content.subarray(5))).toThrow('a length is indefinite');
    expect(readDer(decodeOf(signed).timestampToken!).tag).toBe(0x30);
    expect(await verify(signed, 60, stamps('good', 'always'))).toBe('trusted');
  });

  it.each<[string, (made: OpensslCertificates) => Partial<TsaOptions>]>([
    ['signs with SHA-1', () => ({ settings: ['signer_digest = sha1'] })],
    [
      'is not for timestamps alone',
      (made) => ({
        signer: made.make({
          issuer: stamping.intermediate,
          extensions: ['keyUsage=critical,digitalSignature,nonRepudiation', 'extendedKeyUsage=critical,timeStamping,1.2.3'],
        }),
      }),
    ],
    [
      'has another root',
      (made) => {
        const { root, intermediate, leaf } = made.makeChain({ extensions: stampExtensions });
        return { signer: leaf, chain: [intermediate, root] };
      },
    ],
    ['leaves its intermediate out', () => ({ chain: [stamping.root] })],
  ])('are not put into a signature when the authority %s', async (name, options) => {
    server.handlers.set('/bad', (body) => {
      try {
        return authority(name.replaceAll(/\W+/g, '-'), options(openssl))(body);
      } catch {
        // openssl-ts(1) itself does not want it.
        return { body: Buffer.from('3003020102', 'hex') };
      }
    });
    expect(await outcomeCode(sign('/bad'))).toBe('SIGNING_FAILED');
  });

  it.each<[string, Parameters<LoopbackServer['handlers']['set']>[1]]>([
    ['refuses', () => ({ body: Buffer.from('30053003020102', 'hex') })],
    ['answers nonsense', () => ({ body: Buffer.from('hello') })],
    ['answers nothing', () => ({})],
    ['fails', () => ({ status: 500 })],
    ['answers without end', () => ({ body: Buffer.alloc(65_536), isEndless: true })],
    ['answers what it answered before', replay()],
  ])('are not waited for when the authority %s', async (_, handler) => {
    server.handlers.set('/faulty', handler);
    expect(await outcomeCode(sign('/faulty').then(() => sign('/faulty')))).toBe('SIGNING_FAILED');
  });

  it('are refused with any bit turned', async () => {
    const { signature, timestampToken } = decodeOf(await sign('/tsa'));
    const roots = [parseCertificate(stamping.root.der, 'root')];
    const genuine = verifyTimestampToken(timestampToken!, signature, roots, 'it');
    let accepted = 0;
    let mutants = 0;
    for (let bit = 0; bit < timestampToken!.length * 8; bit += isSlowRun ? 1 : 53) {
      const mutant = Uint8Array.from(timestampToken!);
      mutant[bit >> 3]! ^= 1 << (bit & 7);
      mutants += 1;
      try {
        // Certificates that the chain does not need, and versions of CMS, are not signed: the time has to be the same all the same.
        const { time, earliest, latest, chain: found } = verifyTimestampToken(mutant, signature, roots, 'it');
        expect({ time, earliest, latest }).toEqual({ time: genuine.time, earliest: genuine.earliest, latest: genuine.latest });
        expect(found.map(({ der }) => Buffer.from(der).toString('hex'))).toEqual(
          genuine.chain.map(({ der }) => Buffer.from(der).toString('hex')),
        );
        accepted += 1;
      } catch (error) {
        if (!(error instanceof VerificationError)) throw error;
      }
    }
    process.stderr.write(`timestamp tokens: ${mutants} mutants, ${accepted} with the same meaning\n`);
  });

  function replay() {
    let first: Uint8Array | undefined;
    return (body: Buffer) => {
      const answer = first ?? (authority('replay', {})(body) as { readonly body: Uint8Array }).body;
      first = answer;
      return { body: answer };
    };
  }

  function decodeOf({ bytes, mediaType }: SignedEnvelope) {
    return decodeEnvelope(bytes, mediaType, 'it');
  }

  function moveToken(from: SignedEnvelope, to: SignedEnvelope): SignedEnvelope {
    const [source, target] = [from, to].map((signed) => Buffer.from(decodeOf(signed).timestampToken!)) as [Buffer, Buffer];
    if (to.mediaType === 'application/jose+json')
      return { ...to, bytes: Buffer.from(Buffer.from(to.bytes).toString().replace(target.toString('base64'), source.toString('base64'))) };
    const at = Buffer.from(to.bytes).indexOf(target);
    const head = Buffer.from(to.bytes.subarray(0, at));
    head.writeUInt16BE(source.length, at - 2);
    return { ...to, bytes: Buffer.concat([head, source, to.bytes.subarray(at + target.length)]) };
  }
});
