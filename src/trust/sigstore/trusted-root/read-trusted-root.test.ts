import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../model/limits.ts';
import { readTrustedRoot } from './read-trusted-root.ts';

type Json = Record<string, unknown>;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
const ed25519 = generateKeyPairSync('ed25519').publicKey;
const raw = ed25519.export({ type: 'spki', format: 'der' }).toString('base64');
const validFor = { start: '2024-01-01T00:00:00Z' };
const keyId = Buffer.alloc(32, 1).toString('base64');

const log = (changes: Json = {}, key: Json = {}): Json => ({
  baseUrl: 'https://log.test/path',
  hashAlgorithm: 'SHA2_256',
  publicKey: { rawBytes: raw, keyDetails: 'PKIX_ED25519', validFor, ...key },
  logId: { keyId },
  ...changes,
});
const root = (changes: Json = {}): Json => ({ mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1', ...changes });
const read = (json: unknown): ReturnType<typeof readTrustedRoot> => readTrustedRoot(Buffer.from(JSON.stringify(json)), 'root.json');

describe('readTrustedRoot', () => {
  it('reads logs with their time, and null as absent', () => {
    const json = root({ tlogs: [log({ checkpointKeyId: null, operator: null }, { validFor: { ...validFor, end: null } })], ctlogs: null });
    const { transparencyLogs, ...rest } = read(json);
    expect(rest).toEqual({ name: 'root.json', certificateAuthorities: [], certificateLogs: [], timestampAuthorities: [], notices: [] });
    expect(transparencyLogs.map(({ key, ...one }) => ({ ...one, methods: key.methods }))).toEqual([
      {
        url: 'https://log.test/path',
        host: 'log.test',
        id: Buffer.alloc(32, 1),
        keyHint: Buffer.alloc(4, 1),
        operator: 'log.test',
        validFor: { start: new Date('2024-01-01') },
        methods: [{ scheme: 'ed25519' }],
      },
    ]);
  });

  it('reads URLs without scheme, operators and hints for checkpoints', () => {
    const [one] = read(
      root({
        mediaType: 'application/vnd.dev.sigstore.trustedroot.v0.2+json',
        tlogs: [log({ baseUrl: 'log.test:8080', operator: 'test', checkpointKeyId: { keyId: 'AQIDBA==' } })],
      }),
    ).transparencyLogs;
    expect([one?.host, one?.operator, one?.keyHint]).toEqual(['log.test:8080', 'test', Buffer.from([1, 2, 3, 4])]);
  });

  it.each([
    ['PKIX_RSA_PKCS1V15_2048_SHA256', rsa.export({ type: 'spki', format: 'der' }), [{ scheme: 'rsa-pkcs1v15', hash: 'sha256' }]],
    ['PKCS1_RSA_PKCS1V5', rsa.export({ type: 'pkcs1', format: 'der' }), [{ scheme: 'rsa-pkcs1v15', hash: 'sha256' }]],
    ['PKIX_RSA_PSS_2048_SHA256', rsa.export({ type: 'spki', format: 'der' }), [{ scheme: 'rsa-pss', hash: 'sha256' }]],
  ] as const)('reads keys of kind %s', (keyDetails, der, methods) => {
    const json = root({ ctlogs: [log({}, { keyDetails, rawBytes: der.toString('base64') })] });
    expect(read(json).certificateLogs[0]?.key.methods).toEqual(methods);
  });

  it.each<[string, Json, string]>([
    ['an unknown kind', { keyDetails: 'ML_DSA_65' }, 'tlogs[0] is left out: its key is of kind "ML_DSA_65"'],
    [
      'a kind that the key is not',
      { keyDetails: 'PKIX_ECDSA_P256_SHA_256' },
      'tlogs[0] is left out: its key is not of kind PKIX_ECDSA_P256_SHA_256',
    ],
    ['bytes that are no key', { rawBytes: 'AAAA' }, 'tlogs[0] is left out: it cannot be read'],
    [
      'a weak key',
      { keyDetails: 'PKIX_RSA_PKCS1V5', rawBytes: small.export({ type: 'spki', format: 'der' }).toString('base64') },
      'tlogs[0] is left out: its 1024 bits are not between 2048 and 8192',
    ],
    [
      'bytes behind the key',
      { rawBytes: Buffer.concat([Buffer.from(raw, 'base64'), Buffer.alloc(1)]).toString('base64') },
      'tlogs[0] is left out: it is not in canonical DER',
    ],
  ])('leaves out logs with %s', (_name, key, notice) => {
    expect(read(root({ tlogs: [log({}, key)] }))).toMatchObject({ transparencyLogs: [], notices: [notice] });
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'trusted root is an array, not an object'],
    ['another media type', root({ mediaType: 'x' }), 'mediaType is "x", which is not known'],
    ['an unknown member', root({ witnesses: [] }), 'trusted root has the unknown member "witnesses"'],
    [
      'a log key without start',
      root({ tlogs: [log({}, { validFor: { end: '2025-01-01T00:00:00Z' } })] }),
      'tlogs[0].publicKey.validFor.start is missing',
    ],
    ['a log key without validity', root({ tlogs: [log({}, { validFor: undefined })] }), 'tlogs[0].publicKey.validFor is missing'],
    [
      'an end before the start',
      root({ tlogs: [log({}, { validFor: { ...validFor, end: '2023-01-01T00:00:00Z' } })] }),
      'tlogs[0].publicKey.validFor ends before it starts',
    ],
    [
      'a time that is none',
      root({ tlogs: [log({}, { validFor: { start: '2024-02-31T00:00:00Z' } })] }),
      'tlogs[0].publicKey.validFor.start is "2024-02-31T00:00:00Z", not a time',
    ],
    [
      'a time with an offset',
      root({ tlogs: [log({}, { validFor: { start: '2024-01-01T00:00:00+01:00' } })] }),
      'tlogs[0].publicKey.validFor.start is "2024-01-01T00:00:00+01:00", not a time',
    ],
    ['another hash', root({ tlogs: [log({ hashAlgorithm: 'SHA2_512' })] }), 'tlogs[0].hashAlgorithm is not SHA2_256'],
    ['a log without ID', root({ tlogs: [log({ logId: undefined })] }), 'tlogs[0].logId is missing'],
    ['a short log ID', root({ tlogs: [log({ logId: { keyId: 'AQID' } })] }), 'tlogs[0].logId.keyId has 3 bytes, not 32'],
    ['a short hint', root({ tlogs: [log({ checkpointKeyId: { keyId: 'AQID' } })] }), 'tlogs[0].checkpointKeyId.keyId has 3 bytes, not 4'],
    ['no URL', root({ tlogs: [log({ baseUrl: 'a b' })] }), 'tlogs[0].baseUrl is "a b", not a URL'],
    [
      'an authority without chain',
      root({ timestampAuthorities: [{ certChain: { certificates: [] }, validFor }] }),
      'timestampAuthorities[0].certChain.certificates is empty',
    ],
    [
      'an authority without start',
      root({ certificateAuthorities: [{ certChain: { certificates: [] } }] }),
      'certificateAuthorities[0].certChain.certificates is empty',
    ],
    [
      'a certificate that is none',
      root({ certificateAuthorities: [{ certChain: { certificates: [{ rawBytes: 'MAA=' }] }, validFor }] }),
      'expected tag 0x30, found nothing',
    ],
  ])('refuses %s', (_name, json, message) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ name: 'PratiqueError', code: 'TRUSTED_ROOT_INVALID', message: `root.json: ${message}` }),
    );
  });

  it('holds its bound', () => {
    const bytes = Buffer.from(JSON.stringify(root()));
    const padded = (length: number): Buffer => Buffer.concat([bytes, Buffer.alloc(length - bytes.length, ' ')]);
    expect(readTrustedRoot(padded(limits.trustedRootBytes), 'x').transparencyLogs).toEqual([]);
    expect(() => readTrustedRoot(padded(limits.trustedRootBytes + 1), 'x')).toThrow(
      expect.objectContaining({ code: 'TRUSTED_ROOT_INVALID' }),
    );
  });
});
