import { createHmac } from 'node:crypto';
import { encode, Tagged } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../src/model/limits.ts';
import { type NotationSigner } from '../../../src/trust/notation/sign/notation-signer.ts';
import { verifyNotation } from '../../../src/trust/notation/verify-notation.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type CoseParts, handMadeCose, handMadeJws, type JwsParts, usualCoseHeaders } from './support/hand-made.ts';
import { outcomeCode } from './support/outcome-code.ts';
import { type MadeCertificate, OpensslCertificates } from './support/openssl-certificates.ts';
import { daysFromNow, optionsOf, runtimeAt, signerOf, statementOf, subject } from './support/sign-sample.ts';

const now = daysFromNow(1);
const folder = temporaryFolder();
let root: MadeCertificate;
let signer: NotationSigner;

beforeAll(() => {
  const openssl = new OpensslCertificates(folder.path);
  const chain = openssl.makeChain();
  ({ root } = chain);
  signer = signerOf([chain.leaf, chain.intermediate, root], now);
});
afterAll(() => folder[Symbol.dispose]());

async function outcomeOf(bytes: Uint8Array, mediaType: string): Promise<string> {
  const verified = verifyNotation(
    { bytes, mediaType, foundAt: 'it' },
    subject,
    statementOf(),
    optionsOf({ 'ca:acme': [root] }),
    runtimeAt(now),
  );
  return outcomeCode(verified.then(({ kind }) => kind));
}

const scheme = 'io.cncf.notary.signingScheme';
const time = 'io.cncf.notary.signingTime';
const authentic = 'io.cncf.notary.authenticSigningTime';
const expiry = 'io.cncf.notary.expiry';

// Case 334 of the catalogue, and every sentence of signature-envelope-jws.md that says MUST.
describe('JWS [334]', () => {
  it.each<[string, string, JwsParts]>([
    ['as it should be', 'trusted', {}],
    ['with an attribute that nobody knows and nobody calls critical', 'trusted', { headers: { 'com.example.note': 1 } }],
    ['with an offset and fractions in its time', 'trusted', { headers: { [time]: '2026-01-02T03:04:05.25+08:00' } }],
    ['with other members in its payload', 'trusted', { payload: { targetArtifact: { ...subject, artifactType: 'a/b' }, other: [1] } }],
    ['alg none', 'NOTATION_ALGORITHM_REFUSED', { headers: { alg: 'none' } }],
    ['alg HS256', 'NOTATION_ALGORITHM_REFUSED', { headers: { alg: 'HS256' } }],
    ['alg RS256', 'NOTATION_ALGORITHM_REFUSED', { headers: { alg: 'RS256' } }],
    ['alg of another key', 'NOTATION_ALGORITHM_REFUSED', { headers: { alg: 'ES384' } }],
    ['alg missing', 'NOTATION_ALGORITHM_REFUSED', { headers: { alg: undefined } }],
    ['alg in lower case', 'NOTATION_ALGORITHM_REFUSED', { headers: { alg: 'es256' } }],
    ['crit unknown', 'NOTATION_CRITICAL_UNKNOWN', { headers: { crit: [scheme, 'com.example.must'], 'com.example.must': true } }],
    ['crit with b64', 'NOTATION_CRITICAL_UNKNOWN', { headers: { crit: [scheme, 'b64'], b64: true } }],
    ['crit that is not there', 'NOTATION_ATTRIBUTE_INVALID', { headers: { crit: [scheme, expiry] } }],
    ['crit with a registered name', 'NOTATION_ATTRIBUTE_INVALID', { headers: { crit: [scheme, 'cty'] } }],
    ['crit twice', 'NOTATION_ATTRIBUTE_INVALID', { headers: { crit: [scheme, scheme] } }],
    ['crit empty', 'NOTATION_ENVELOPE_INVALID', { headers: { crit: [] } }],
    ['crit missing', 'NOTATION_ENVELOPE_INVALID', { headers: { crit: undefined } }],
    ['crit without the scheme', 'NOTATION_ATTRIBUTE_INVALID', { headers: { crit: [expiry], [expiry]: '2027-01-01T00:00:00Z' } }],
    ['expiry not critical', 'NOTATION_ATTRIBUTE_INVALID', { headers: { [expiry]: '2027-01-01T00:00:00Z' } }],
    ['cty wrong', 'NOTATION_ATTRIBUTE_INVALID', { headers: { cty: 'application/json' } }],
    ['cty missing', 'NOTATION_ATTRIBUTE_INVALID', { headers: { cty: undefined } }],
    ['scheme unknown', 'NOTATION_ATTRIBUTE_INVALID', { headers: { [scheme]: 'notary.x509.v2' } }],
    ['scheme missing', 'NOTATION_ATTRIBUTE_INVALID', { headers: { [scheme]: undefined } }],
    ['no signing time', 'NOTATION_ATTRIBUTE_INVALID', { headers: { [time]: undefined } }],
    [
      'the time of the other scheme',
      'NOTATION_ATTRIBUTE_INVALID',
      { headers: { crit: [scheme, authentic], [authentic]: '2026-01-02T03:04:05Z' } },
    ],
    ['a time without zone', 'NOTATION_ENVELOPE_INVALID', { headers: { [time]: '2026-01-02T03:04:05' } }],
    ['a time that does not exist', 'NOTATION_ENVELOPE_INVALID', { headers: { [time]: '2026-02-30T03:04:05Z' } }],
    ['a time as a number', 'NOTATION_ENVELOPE_INVALID', { headers: { [time]: 1_767_322_800 } }],
    [
      'expiry before it was signed',
      'NOTATION_ATTRIBUTE_INVALID',
      { headers: { crit: [scheme, expiry], [expiry]: '2026-01-02T03:04:05Z' } },
    ],
    ['expired', 'NOTATION_SIGNATURE_EXPIRED', { headers: { crit: [scheme, expiry], [expiry]: '2026-01-02T03:04:06Z' } }],
    [
      'a plugin',
      'NOTATION_PLUGIN_NEEDED',
      { headers: { crit: [scheme, 'io.cncf.notary.verificationPlugin'], 'io.cncf.notary.verificationPlugin': 'com.example.nv2plugin' } },
    ],
    [
      'a plugin that is not critical',
      'NOTATION_ATTRIBUTE_INVALID',
      { headers: { 'io.cncf.notary.verificationPlugin': 'com.example.nv2plugin' } },
    ],
    [
      'a plugin without a name',
      'NOTATION_ATTRIBUTE_INVALID',
      { headers: { crit: [scheme, 'io.cncf.notary.verificationPlugin'], 'io.cncf.notary.verificationPlugin': ' ' } },
    ],
    [
      'another digest, CVE-2023-33959 [333]',
      'DIGEST_DIFFERS',
      { payload: { targetArtifact: { ...subject, digest: `sha256:${'0'.repeat(64)}` } } },
    ],
    ['another size', 'SIZE_DIFFERS', { payload: { targetArtifact: { ...subject, size: 16_725 } } }],
    ['another media type', 'NOTATION_PAYLOAD_INVALID', { payload: { targetArtifact: { ...subject, mediaType: 'sbom/example' } } }],
    ['no artifact', 'NOTATION_PAYLOAD_INVALID', { payload: { subject } }],
    [
      'a digest in upper case',
      'NOTATION_PAYLOAD_INVALID',
      { payload: { targetArtifact: { ...subject, digest: subject.digest.toUpperCase() } } },
    ],
    [
      'a payload with a member twice',
      'NOTATION_PAYLOAD_INVALID',
      { payload: `{"targetArtifact":{},"targetArtifact":${JSON.stringify(subject)}}` },
    ],
    ['a payload that is not JSON', 'NOTATION_PAYLOAD_INVALID', { payload: 'hello' }],
    ['headers with a member twice', 'NOTATION_ENVELOPE_INVALID', { headers: '{"alg":"none","alg":"ES256"}' }],
    ['headers that are an array', 'NOTATION_ENVELOPE_INVALID', { headers: '[]' }],
    ['an unprotected header of no meaning', 'NOTATION_ENVELOPE_INVALID', { unprotected: { kid: '1' } }],
    ['alg unprotected besides', 'NOTATION_ENVELOPE_INVALID', { unprotected: { alg: 'ES256' } }],
    ['no chain', 'NOTATION_ENVELOPE_INVALID', { unprotected: { x5c: [] } }],
    ['a chain that is no list', 'NOTATION_ENVELOPE_INVALID', { unprotected: { x5c: 'x' } }],
    ['a certificate that is none', 'NOTATION_CERTIFICATE_REFUSED', { unprotected: { x5c: ['AAAA'] } }],
    ['33 certificates', 'NOTATION_ENVELOPE_INVALID', { unprotected: { x5c: Array<string>(33).fill('AAAA') } }],
    ['general serialization besides', 'NOTATION_ENVELOPE_INVALID', { envelope: { signatures: [] } }],
    ['a signature of nothing', 'NOTATION_ENVELOPE_INVALID', { envelope: { signature: '' } }],
    ['a signature with padding', 'NOTATION_ENVELOPE_INVALID', { envelope: { signature: 'AAA=' } }],
    ['another signature', 'NOTATION_SIGNATURE_WRONG', { envelope: { signature: 'AAAA' } }],
  ])('%s: %s', async (_, expected, parts) => {
    expect(await outcomeOf(handMadeJws(signer, parts), 'application/jose+json')).toBe(expected);
  });

  it.each<[string, string, (chain: readonly Uint8Array[]) => readonly Uint8Array[]]>([
    ['reversed', 'NOTATION_SIGNATURE_WRONG', (chain) => chain.toReversed()],
    ['without its root', 'NOTATION_CHAIN_INVALID', (chain) => chain.slice(0, 2)],
    ['without its middle', 'NOTATION_CHAIN_INVALID', ([leaf, , top]) => [leaf!, top!]],
    ['with the leaf alone', 'NOTATION_CHAIN_INVALID', ([leaf]) => [leaf!]],
    ['with its upper half turned', 'NOTATION_CHAIN_INVALID', ([leaf, middle, top]) => [leaf!, top!, middle!]],
    ['with the root twice', 'NOTATION_CHAIN_INVALID', (chain) => [...chain, chain[2]!]],
    [
      'with a byte after a certificate',
      'NOTATION_CERTIFICATE_REFUSED',
      ([leaf, ...others]) => [Buffer.concat([leaf!, Buffer.from([0])]), ...others],
    ],
  ])('a chain %s: %s', async (_, expected, change) => {
    const x5c = change(signer.chain.map(({ der }) => der)).map((der) => Buffer.from(der).toString('base64'));
    expect(await outcomeOf(handMadeJws(signer, { unprotected: { x5c } }), 'application/jose+json')).toBe(expected);
  });

  it('is not fooled by a public key as the secret of HS256', async () => {
    const {
      payload,
      protected: headers,
      header,
    } = JSON.parse(Buffer.from(handMadeJws(signer, { headers: { alg: 'HS256' } })).toString()) as Record<string, string>;
    const key = signer.chain[0].publicKey.export({ format: 'pem', type: 'spki' });
    const signature = createHmac('sha256', key).update(`${headers}.${payload}`).digest('base64url');
    const bytes = Buffer.from(JSON.stringify({ payload, protected: headers, header, signature }));
    expect(await outcomeOf(bytes, 'application/jose+json')).toBe('NOTATION_ALGORITHM_REFUSED');
  });

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['compact serialization', 'a.b.c'],
    ['10,000 levels', `{"payload":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['a byte order mark', '\ufeff{}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('refuses %s', async (_, text) => {
    expect(await outcomeOf(Buffer.from(text), 'application/jose+json')).toBe('NOTATION_ENVELOPE_INVALID');
  });

  it.each([0, 1])('has a bound on its size, with %i byte more', async (more) => {
    const bytes = handMadeJws(signer);
    const padded = Buffer.concat([bytes, Buffer.alloc(limits.notationEnvelopeBytes - bytes.length + more, 0x20)]);
    expect(await outcomeOf(padded, 'application/jose+json')).toBe(more === 0 ? 'trusted' : 'NOTATION_ENVELOPE_INVALID');
  });
});

// Case 335.
describe('COSE [335]', () => {
  it.each<[string, string, CoseParts]>([
    ['as it should be', 'trusted', {}],
    ['with an attribute that nobody knows', 'trusted', { headers: [['com.example.note', [1, { a: 2 }]]] }],
    ['with fractions in its time', 'trusted', { headers: [[time, new Tagged(1, 1_767_322_800.5)]] }],
    ['with its chain protected', 'trusted', { withoutChain: true, headers: chainHeader() }],
    ['untagged', 'NOTATION_ENVELOPE_INVALID', { tag: undefined }],
    ['tagged as COSE_Sign', 'NOTATION_ENVELOPE_INVALID', { tag: 98 }],
    ['tagged as COSE_Mac0', 'NOTATION_ENVELOPE_INVALID', { tag: 17 }],
    ['alg of a MAC', 'NOTATION_ALGORITHM_REFUSED', { headers: [[1, 5]] }],
    ['alg of another key', 'NOTATION_ALGORITHM_REFUSED', { headers: [[1, -35]] }],
    ['alg as text', 'NOTATION_ALGORITHM_REFUSED', { headers: [[1, 'ES256']] }],
    ['alg missing', 'NOTATION_ALGORITHM_REFUSED', { without: [1] }],
    ['crit missing', 'NOTATION_ENVELOPE_INVALID', { without: [2] }],
    ['crit as text', 'NOTATION_ENVELOPE_INVALID', { headers: [[2, scheme]] }],
    [
      'crit unknown',
      'NOTATION_CRITICAL_UNKNOWN',
      {
        headers: [
          [2, [scheme, 'x']],
          ['x', 1],
        ],
      },
    ],
    [
      'crit with a number that is unknown',
      'NOTATION_CRITICAL_UNKNOWN',
      {
        headers: [
          [2, [scheme, 99]],
          [99, 1],
        ],
      },
    ],
    ['crit with a common label', 'NOTATION_ATTRIBUTE_INVALID', { headers: [[2, [scheme, 3]]] }],
    ['crit that is not there', 'NOTATION_ATTRIBUTE_INVALID', { headers: [[2, [scheme, expiry]]] }],
    ['cty missing (a COSE hash envelope)', 'NOTATION_ATTRIBUTE_INVALID', { without: [3], headers: [[258, -16]] }],
    ['cty wrong', 'NOTATION_ATTRIBUTE_INVALID', { headers: [[3, 'application/json']] }],
    ['cty as number', 'NOTATION_ATTRIBUTE_INVALID', { headers: [[3, 50]] }],
    ['a time without its tag', 'NOTATION_ENVELOPE_INVALID', { headers: [[time, 1_767_322_800]] }],
    ['a time as text', 'NOTATION_ENVELOPE_INVALID', { headers: [[time, new Tagged(1, '2026-01-02T03:04:05Z')]] }],
    ['a time with the tag of texts', 'NOTATION_ENVELOPE_INVALID', { headers: [[time, new Tagged(0, '2026-01-02T03:04:05Z')]] }],
    ['a time in the year 30,000', 'NOTATION_ENVELOPE_INVALID', { headers: [[time, new Tagged(1, 900_000_000_000)]] }],
    [
      'expired',
      'NOTATION_SIGNATURE_EXPIRED',
      {
        headers: [
          [2, [scheme, expiry]],
          [expiry, new Tagged(1, 1_767_322_801)],
        ],
      },
    ],
    ['another digest', 'DIGEST_DIFFERS', { payload: { targetArtifact: { ...subject, digest: `sha256:${'0'.repeat(64)}` } } }],
    ['a timestamp that is text', 'NOTATION_ENVELOPE_INVALID', { unprotected: [['io.cncf.notary.timestampSignature', 'x']] }],
    ['an agent that is bytes', 'NOTATION_ENVELOPE_INVALID', { unprotected: [['io.cncf.notary.signingAgent', new Uint8Array(1)]] }],
    ['an unprotected label of no meaning', 'NOTATION_ENVELOPE_INVALID', { unprotected: [[4, new Uint8Array(1)]] }],
    ['alg unprotected besides', 'NOTATION_ENVELOPE_INVALID', { unprotected: [[1, -7]] }],
    ['no chain', 'NOTATION_ENVELOPE_INVALID', { withoutChain: true }],
    ['one certificate outside of a list', 'NOTATION_ENVELOPE_INVALID', { unprotected: [[33, new Uint8Array(4)]] }],
    ['33 certificates', 'NOTATION_ENVELOPE_INVALID', { unprotected: [[33, Array<Uint8Array>(33).fill(new Uint8Array(4))]] }],
    [
      'labels in both headers',
      'NOTATION_ENVELOPE_INVALID',
      { headers: [['io.cncf.notary.signingAgent', 'a']], unprotected: [['io.cncf.notary.signingAgent', 'b']] },
    ],
    ['a protected header that is a list', 'NOTATION_ENVELOPE_INVALID', { headerBytes: encode([1, 2]) }],
    ['an empty protected header', 'NOTATION_ENVELOPE_INVALID', { headerBytes: new Uint8Array() }],
    ['a label that is a list', 'NOTATION_ENVELOPE_INVALID', { headers: [[[1], 2]] }],
  ])('%s: %s', async (_, expected, parts) => {
    expect(await outcomeOf(handMadeCose(signer, parts), 'application/cose')).toBe(expected);
  });

  it.each<[string, () => Uint8Array]>([
    ['a label twice', () => withHead(0xa6, [...encode(1), ...encode(-7)])],
    ['an indefinite length', () => Buffer.concat([Buffer.from([0xbf]), headerBody(), Buffer.from([0xff])])],
    ['a label that is not in its shortest form', () => withHead(0xa6, [0x18, 0x0a, 0x01])],
    ['undefined', () => withHead(0xa6, [0x0a, 0xf7])],
    ['a length beyond the end', () => withHead(0xba, [0xff, 0xff, 0xff, 0xff])],
    ['something after its end', () => Buffer.concat([encode(usualCoseHeaders(signer)), Buffer.from([0])])],
    ['10,000 levels', () => withHead(0xa6, [0x0a, ...Array<number>(10_000).fill(0x81), 0x01])],
    ['10,000 tags', () => withHead(0xa6, [0x0a, ...Array<number>(10_000).fill(0xc1), 0x01])],
  ])('a protected header with %s', async (_, headerBytes) => {
    expect(await outcomeOf(handMadeCose(signer, { headerBytes: headerBytes() }), 'application/cose')).toBe('NOTATION_ENVELOPE_INVALID');
  });

  it.each([
    ['nothing', []],
    ['10,000 levels', Array<number>(10_000).fill(0x81)],
    ['10,000 levels with indefinite lengths', Array<number>(10_000).fill(0x9f)],
    ['a list that is never filled', [0xd2, 0x9a, 0xff, 0xff, 0xff, 0xff]],
    ['a text that is never there', [0xd2, 0x7b, 0, 0, 0, 1, 0, 0, 0, 0]],
    ['three parts', [0xd2, 0x83, 0x41, 0xa0, 0xa0, 0x41, 1]],
    ['five parts', [0xd2, 0x85, 0x41, 0xa0, 0xa0, 0x41, 1, 0x41, 1, 0x41, 1]],
    ['a detached payload', [0xd2, 0x84, 0x41, 0xa0, 0xa0, 0xf6, 0x41, 1]],
  ])('refuses %s', async (_, bytes) => {
    expect(await outcomeOf(Uint8Array.from(bytes), 'application/cose')).toBe('NOTATION_ENVELOPE_INVALID');
  });

  it('is recognised by its media type alone', async () => {
    expect(await outcomeOf(handMadeCose(signer), 'application/jose+json')).toBe('NOTATION_ENVELOPE_INVALID');
    expect(await outcomeOf(handMadeJws(signer), 'application/cose')).toBe('NOTATION_ENVELOPE_INVALID');
    expect(await outcomeOf(handMadeJws(signer), 'application/pkcs7-signature')).toBe('NOTATION_ENVELOPE_INVALID');
  });
});

/** The usual header's members, with another head before and something more behind. */
function withHead(head: number, more: readonly number[]): Uint8Array {
  return Buffer.concat([Buffer.from([head]), ...(head === 0xba ? [Buffer.from(more)] : [headerBody(), Buffer.from(more)])]);
}

function headerBody(): Uint8Array {
  return encode(usualCoseHeaders(signer)).subarray(1);
}

/** Read when the test runs, since the signer is made before all of them. */
function* chainHeader(): Generator<readonly [unknown, unknown]> {
  yield [33, signer.chain.map(({ der }) => new Uint8Array(der))];
}
