/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-dynamic-delete -- files are edited as plain JSON, into every wrong shape */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  currentRoot,
  makeDelegation,
  makePlan,
  makeRootSigner,
  makeSigner,
  metaOf,
  now,
  rootMetadata,
  signerOf,
  targetsMetadata,
} from '../../../test/support/notary-repository.ts';
import { makeRootCertificate } from '../crypto/make-root-certificate.ts';
import { parseStrictJson } from '../crypto/parse-strict-json.ts';
import { type JsonMap } from '../crypto/json-value.ts';
import { decodeRoot } from './decode-root.ts';
import { decodeSnapshot } from './decode-snapshot.ts';
import { decodeTargets } from './decode-targets.ts';
import { decodeTimestamp } from './decode-timestamp.ts';
import { encodeMetadataFile, metadataToJson } from './encode-metadata.ts';
import { fileMetaOf } from './file-meta.ts';
import { type FileMeta, type Metadata } from './metadata.ts';
import { formatMetadataTime, parseMetadataTime } from './metadata-time.ts';
import { isDelegationName, isRoleName, parentRole, type RoleName } from './role-name.ts';
import { signMetadata } from './sign-metadata.ts';

type Edit = (json: any) => void;

/** The file of `metadata` after `edit` changed it as plain JSON; the signatures do not matter to decoders. */
function edited(metadata: Metadata, edit: Edit): Buffer {
  const file = JSON.parse(signMetadata(metadata, []).toString());
  edit(file);
  return Buffer.from(JSON.stringify(file));
}

const plan = makePlan();
const root = rootMetadata(currentRoot(plan));
const targets = targetsMetadata({ ...plan.targets, targets: new Map([['v1', metaOf('one')]]) });
const snapshot = {
  kind: 'snapshot',
  version: 1,
  expires: now,
  meta: new Map<RoleName, FileMeta>([
    ['root', metaOf('r')],
    ['targets', metaOf('t')],
    ['targets/releases', metaOf('d')],
  ]),
} as const;
const timestamp = { kind: 'timestamp', version: 1, expires: now, snapshot: metaOf('s') } as const;
const all: readonly (readonly [string, Metadata, (bytes: Buffer) => unknown])[] = [
  ['root', root, decodeRoot],
  ['targets', targets, (bytes) => decodeTargets('targets', bytes)],
  ['snapshot', snapshot, decodeSnapshot],
  ['timestamp', timestamp, decodeTimestamp],
];
const refusal = (code: string, object: string, message: string | RegExp) =>
  expect.objectContaining({
    name: 'VerificationError',
    code,
    object,
    message: expect.stringMatching(typeof message === 'string' ? new RegExp(`^${message.replace(/[.[\]()*?+^$|\\]/g, '\\$&')}$`) : message),
  });

describe.each(all)('%s', (role, metadata, decode) => {
  const refuses = (edit: Edit, code: string, message: string | RegExp) =>
    expect(() => decode(edited(metadata, edit))).toThrow(refusal(code, role, message));
  const malformed = (edit: Edit, reason: string) => refuses(edit, 'METADATA_MALFORMED', `the ${role} metadata is malformed: ${reason}`);

  it('is read as it was written', () => {
    const signer = makeSigner();
    const bytes = signMetadata(metadata, [signer]);
    const file = decode(bytes) as {
      content: Metadata;
      bytes: Buffer;
      role: string;
      signed: JsonMap;
      signatures: readonly { keyId: string; method: string; bytes: Buffer }[];
    };
    expect(file.content).toEqual(metadata);
    expect([file.bytes, file.role, file.signatures.map(({ keyId, method, bytes: { length } }) => [keyId, method, length])]).toEqual([
      bytes,
      role,
      [[signer.key.id, 'ecdsa', 64]],
    ]);
    expect(encodeMetadataFile(metadataToJson(file.content), file.signatures)).toEqual(bytes);
    expect(encodeMetadataFile(file.signed, file.signatures)).toEqual(bytes);
  });

  it('may have signed members that are not known', () => {
    expect(decode(edited(metadata, (file) => (file.signed.extra = [1])))).toMatchObject({ content: metadata });
  });

  it('has no members that are not signed [304]', () => {
    malformed((file) => (file.extra = 1), 'the file has an unexpected member "extra"');
    malformed((file) => (file.Signed = file.signed), 'the file has an unexpected member "Signed"');
    malformed((file) => delete file.signatures, 'the file has no signatures');
    malformed((file) => delete file.signed, 'the file has no signed');
    malformed((file) => (file.signed = []), 'signed is an array, not an object');
    malformed((file) => (file.signatures = {}), 'signatures is an object, not an array');
    malformed((file) => (file.signatures = null), 'signatures is null, not an array');
    malformed((file) => (file.signatures = [1]), 'signatures[0] is 1, not an object');
    malformed((file) => (file.signatures = [{ keyid: 'a', method: 'b', sig: '', x: 1 }]), 'signatures[0] has an unexpected member "x"');
    malformed((file) => (file.signatures = [{ keyid: 'a', sig: '' }]), 'signatures[0] has no method');
    malformed((file) => (file.signatures = [{ keyid: 1, method: 'b', sig: '' }]), 'signatures[0].keyid is 1, not a string');
    malformed((file) => (file.signatures = [{ keyid: 'a', method: true, sig: '' }]), 'signatures[0].method is true, not a string');
    malformed((file) => (file.signatures = [{ keyid: 'a', method: 'b', sig: 'YQ' }]), 'signatures[0].sig is not base64');
  });

  it('has at most 256 signatures', () => {
    const list = (length: number) => Array.from({ length }, () => ({ keyid: 'a', method: 'b', sig: '' }));
    expect(decode(edited(metadata, (file) => (file.signatures = list(256))))).toBeDefined();
    refuses((file) => (file.signatures = list(257)), 'METADATA_TOO_LARGE', `the ${role} metadata has 257 signatures, more than 256`);
  });

  it('is of its own type [273]', () => {
    const name = role.charAt(0).toUpperCase() + role.slice(1);
    for (const type of ['Root', 'Targets', 'Snapshot', 'Timestamp', role, '', 'targets/releases']) {
      if (type !== name)
        refuses((file) => (file.signed._type = type), 'METADATA_TYPE_WRONG', `the ${role} metadata is of type "${type}", not "${name}"`);
    }
    malformed((file) => delete file.signed._type, '_type is missing');
    malformed((file) => (file.signed._type = null), '_type is null, not a string');
  });

  it('has a version that can be one [276]', () => {
    for (const version of [0, -1, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1])
      refuses(
        (file) => (file.signed.version = version),
        'METADATA_VERSION_INVALID',
        `the ${role} metadata has version ${version}; valid versions are 1 to 2147483646`,
      );
    for (const version of [1, 2 ** 31 - 2])
      expect(decode(edited(metadata, (file) => (file.signed.version = version)))).toMatchObject({ content: { version } });
    malformed((file) => (file.signed.version = '7'), 'version is "7", not a number');
    malformed((file) => delete file.signed.version, 'version is missing');
    for (const written of ['1e3', '1.0', '9007199254740993', '9223372036854775808'])
      expect(() =>
        decode(
          Buffer.from(
            edited(metadata, () => undefined)
              .toString()
              .replace(/"version":\d+/, `"version":${written}`),
          ),
        ),
      ).toThrow(refusal('METADATA_MALFORMED', role, /^the [a-z]+ metadata is malformed: it (?:is not JSON|has a number)/));
  });

  it('has an expiry that can be read [296]', () => {
    malformed((file) => delete file.signed.expires, 'expires is missing');
    malformed((file) => (file.signed.expires = 'now'), 'expires is "now", not an RFC 3339 time');
    malformed((file) => (file.signed.expires = 1), 'expires is 1, not a string');
    expect(decode(edited(metadata, (file) => (file.signed.expires = '9999-12-31T23:59:59.123456789-05:00')))).toMatchObject({
      content: { expires: new Date('+010000-01-01T04:59:59.123Z') },
    });
  });

  it('is JSON within its bounds [264, 267]', () => {
    const most = { root: 524_288, targets: 10_485_760, snapshot: 2_097_152, timestamp: 1_048_576 }[role]!;
    const bytes = edited(metadata, () => undefined);
    expect(decode(Buffer.concat([bytes, Buffer.alloc(most - bytes.length, ' ')]))).toBeDefined();
    expect(() => decode(Buffer.alloc(most + 1, ' '))).toThrow(
      refusal('METADATA_TOO_LARGE', role, `the ${role} metadata is ${most + 1} bytes long, more than ${most}`),
    );
    expect(() => decode(Buffer.from('[]'))).toThrow(
      refusal('METADATA_MALFORMED', role, `the ${role} metadata is malformed: the file is an array, not an object`),
    );
    expect(() => decode(Buffer.alloc(100, '['))).toThrow(
      refusal('METADATA_MALFORMED', role, `the ${role} metadata is malformed: it is nested more than 16 deep`),
    );
  });
});

describe('root', () => {
  const refuses = (edit: Edit, code: string, object: string, message: string | RegExp) =>
    expect(() => decodeRoot(edited(root, edit))).toThrow(refusal(code, object, message));
  const keyId = root.roles.targets.keyIds[0]!;

  it.each<[string, Edit, string]>([
    ['no keys', (file) => delete file.signed.keys, 'keys is missing'],
    ['no roles', (file) => delete file.signed.roles, 'roles is missing'],
    ['no snapshot role', (file) => delete file.signed.roles.snapshot, 'roles.snapshot is missing'],
    [
      'a key that is not there',
      (file) => file.signed.roles.targets.keyids.push('abc'),
      'targets lists the key "abc", which does not exist',
    ],
    ['a key ID that is a number', (file) => file.signed.roles.targets.keyids.push(1), 'a keyid of targets is 1, not a string'],
    [
      'a threshold that is a string',
      (file) => (file.signed.roles.targets.threshold = '1'),
      'the threshold of targets is "1", not a number',
    ],
    ['no threshold', (file) => delete file.signed.roles.targets.threshold, 'the threshold of targets is missing'],
    ['consistent_snapshot as a number', (file) => (file.signed.consistent_snapshot = 1), 'consistent_snapshot is not true or false'],
    ['a private key', (file) => (file.signed.keys[keyId].keyval.private = 'YQ=='), `keys.${keyId}.keyval.private is not null`],
    ['a key without keytype', (file) => delete file.signed.keys[keyId].keytype, `keys.${keyId} has no keytype`],
    ['a key with a scheme', (file) => (file.signed.keys[keyId].scheme = 'x'), `keys.${keyId} has an unexpected member "scheme"`],
    [
      'a key with more than a pair',
      (file) => (file.signed.keys[keyId].keyval.x = 'x'),
      `keys.${keyId}.keyval has an unexpected member "x"`,
    ],
    [
      'a key of bytes that are not base64',
      (file) => (file.signed.keys[keyId].keyval.public = '?'),
      `keys.${keyId}.keyval.public is not base64`,
    ],
    ['a key type that is a number', (file) => (file.signed.keys[keyId].keytype = 1), `keys.${keyId}.keytype is 1, not a string`],
    ['a key that is a list', (file) => (file.signed.keys[keyId] = []), `keys.${keyId} is an array, not an object`],
    ['a pair that is a list', (file) => (file.signed.keys[keyId].keyval = []), `keys.${keyId}.keyval is an array, not an object`],
  ])('refuses %s', (_name, edit, reason) => refuses(edit, 'METADATA_MALFORMED', 'root', `the root metadata is malformed: ${reason}`));

  it.each([0, -1])('refuses a threshold of %i [269]', (threshold) => {
    refuses(
      (file) => (file.signed.roles.timestamp.threshold = threshold),
      'ROLE_THRESHOLD_INVALID',
      'timestamp',
      `timestamp has a threshold of ${threshold} in the root metadata`,
    );
  });

  it('refuses a threshold that its keys cannot reach [269]', () => {
    refuses(
      (file) => (file.signed.roles.snapshot.threshold = 2),
      'ROLE_THRESHOLD_INVALID',
      'snapshot',
      'snapshot requires 2 keys and has 1 usable ones',
    );
    refuses(
      (file) => (file.signed.roles.snapshot.keyids = []),
      'ROLE_THRESHOLD_INVALID',
      'snapshot',
      'snapshot requires 1 keys and has 0 usable ones',
    );
    refuses((file) => (file.signed.roles.snapshot.keyids = null), 'ROLE_THRESHOLD_INVALID', 'snapshot', /has 0 usable/);
    refuses(
      (file) => {
        file.signed.roles.snapshot.keyids.push(...file.signed.roles.snapshot.keyids);
        file.signed.roles.snapshot.threshold = 2;
      },
      'ROLE_THRESHOLD_INVALID',
      'snapshot',
      'snapshot requires 2 keys and has 1 usable ones',
    );
  });

  it('two certificates of one key are one key [269]', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keys = [makeRootSigner({ privateKey }), makeRootSigner({ privateKey, notAfter: now }), signerOf(privateKey)];
    const twice = rootMetadata({ ...currentRoot(plan), roles: { ...currentRoot(plan).roles, targets: { keys, threshold: 2 } } });
    expect(() => decodeRoot(signMetadata(twice, []))).toThrow(
      refusal('ROLE_THRESHOLD_INVALID', 'targets', 'targets requires 2 keys and has 1 usable ones'),
    );
  });

  it('refuses a key under another ID [268]', () => {
    const other = 'a'.repeat(64);
    refuses(
      (file) => {
        file.signed.keys[other] = file.signed.keys[keyId];
      },
      'ROLE_KEY_ID_MISMATCH',
      'root',
      `the root metadata lists the key ${keyId} as "${other}"`,
    );
  });

  it('refuses keys that cannot be used', () => {
    refuses((file) => (file.signed.keys[keyId].keytype = 'x'), 'ROLE_KEY_INVALID', 'a key of type "x"', 'keys of type "x" are not known');
  });

  it('has at most 1,024 keys', () => {
    refuses(
      (file) => {
        for (let i = 0; i < 1_024; i++) file.signed.keys[`k${i}`] = {};
      },
      'METADATA_TOO_LARGE',
      'root',
      'the root metadata has 1028 keys, more than 1024',
    );
    refuses(
      (file) => {
        for (let i = 0; i < 1_020; i++) file.signed.keys[`k${i}`] = {};
      },
      'METADATA_MALFORMED',
      'root',
      /keys.k0 has no keytype$/,
    );
  });

  it('accepts unknown roles and a missing consistent_snapshot', () => {
    const file = decodeRoot(
      edited(root, (json) => {
        json.signed.roles.mirror = 1;
        delete json.signed.consistent_snapshot;
      }),
    );
    expect(file.content).toEqual(root);
    expect(decodeRoot(edited(root, (json) => (json.signed.consistent_snapshot = true))).content.consistentSnapshot).toBe(true);
  });
});

describe('hashes and lengths', () => {
  const decode = (edit: Edit) => decodeTimestamp(edited(timestamp, (file) => edit(file.signed.meta.snapshot))).content.snapshot;

  it.each<[string, Edit, string]>([
    ['no length', (meta) => delete meta.length, 'meta.snapshot.length is missing'],
    ['a length below 0', (meta) => (meta.length = -1), 'meta.snapshot.length is -1'],
    ['a length as a string', (meta) => (meta.length = '1'), 'meta.snapshot.length is "1", not a number'],
    ['no hashes', (meta) => delete meta.hashes, 'meta.snapshot.hashes is missing'],
    ['a hash in hexadecimal', (meta) => (meta.hashes.sha256 = 'a'.repeat(64)), 'meta.snapshot.hashes.sha256 is not 32 bytes long'],
    ['a hash that is cut', (meta) => (meta.hashes.sha512 = 'YQ=='), 'meta.snapshot.hashes.sha512 is not 64 bytes long'],
    ['a hash that is a number', (meta) => (meta.hashes.md5 = 1), 'meta.snapshot.hashes.md5 is 1, not a string'],
    ['a hash with a long name', (meta) => (meta.hashes['x'.repeat(50)] = 1), `meta.snapshot.hashes.${'x'.repeat(20)} is 1, not a string`],
  ])('refuses %s', (_name, edit, reason) => {
    expect(() => decode(edit)).toThrow(refusal('METADATA_MALFORMED', 'timestamp', `the timestamp metadata is malformed: ${reason}`));
  });

  it.each<[string, Edit]>([
    ['none', (meta) => (meta.hashes = {})],
    ['only sha384', (meta) => (meta.hashes = { sha384: 'YQ==' })],
    ['only md5', (meta) => (meta.hashes = { md5: 'YQ==', constructor: 'YQ==' })],
  ])('refuses %s [285]', (_name, edit) => {
    expect(() => decode(edit)).toThrow(
      refusal('METADATA_HASH_MISSING', 'timestamp', 'meta.snapshot.hashes of the timestamp metadata has neither sha256 nor sha512'),
    );
  });

  it('accepts sha512 alone, additional hashes, length 0 and custom data', () => {
    const sha512 = fileMetaOf(Buffer.from('x')).hashes.get('sha512')!.toString('base64');
    expect(decode((meta) => Object.assign(meta, { length: 0, hashes: { sha512, blake: 'YQ==' }, custom: { a: [1] } }))).toEqual({
      length: 0,
      hashes: new Map([
        ['sha512', Buffer.from(sha512, 'base64')],
        ['blake', Buffer.from('a')],
      ]),
      custom: new Map([['a', [1]]]),
    });
    const written = metadataToJson({ ...timestamp, snapshot: decode((meta) => (meta.custom = null)) });
    expect(JSON.parse(encodeMetadataFile(written, []).toString()).signed.meta.snapshot.custom).toBeNull();
  });
});

describe('targets and delegations', () => {
  const decode = (edit: Edit) =>
    decodeTargets(
      'targets',
      edited(targets, (file) => edit(file.signed)),
    ).content;
  const role =
    (edit: Edit): Edit =>
    (signed) =>
      edit(signed.delegations.roles[0]);

  it.each<[string, Edit, string]>([
    ['targets as a list', (signed) => (signed.targets = []), 'targets is an array, not an object'],
    ['a target without hashes', (signed) => (signed.targets = { v1: { length: 1 } }), 'targets["v1"].hashes is missing'],
    ['delegations as a list', (signed) => (signed.delegations = []), 'delegations is an array, not an object'],
    ['keys as a list', (signed) => (signed.delegations.keys = []), 'delegations.keys is an array, not an object'],
    ['roles as an object', (signed) => (signed.delegations.roles = {}), 'delegations.roles is an object, not an array'],
    ['a role as a string', (signed) => (signed.delegations.roles = ['x']), 'a delegated role is "x", not an object'],
    ['a role without a name', role((it) => delete it.name), 'the name of a delegated role is missing'],
    ['paths as a string', role((it) => (it.paths = '')), 'the paths of targets/releases is "", not an array'],
    ['a path as a number', role((it) => (it.paths = [1])), 'a path of targets/releases is 1, not a string'],
    ['one role twice', (signed) => signed.delegations.roles.push(signed.delegations.roles[0]), 'it delegates to the same role twice'],
    ['a key that is not there', role((it) => it.keyids.push('abc')), 'targets/releases lists the key "abc", which does not exist'],
  ])('refuses %s', (_name, edit, reason) => {
    expect(() => decode(edit)).toThrow(refusal('METADATA_MALFORMED', 'targets', `the targets metadata is malformed: ${reason}`));
  });

  it.each([
    'targets/../x',
    'targets//a',
    'targets/A',
    'targets/',
    'targets',
    'root',
    'x',
    '',
    '../targets/a',
    `targets/${'a'.repeat(248)}`,
    'targets/a\n',
    'targets/a.b',
  ])('refuses the role %j [288]', (name) => {
    expect(() => decode(role((it) => (it.name = name)))).toThrow(
      refusal('ROLE_NAME_INVALID', 'targets', `targets delegates to ${JSON.stringify(name.slice(0, 80))}, which is not a role name`),
    );
  });

  it('refuses a delegation that is not directly below [288]', () => {
    expect(() => decode(role((it) => (it.name = 'targets/a/b')))).toThrow(
      refusal('ROLE_NAME_INVALID', 'targets', 'targets delegates to targets/a/b, which is not directly below it'),
    );
    const cycle = targetsMetadata({ ...plan.targets, delegations: [makeDelegation('targets/b')] });
    expect(() => decodeTargets('targets/a', signMetadata(cycle, []))).toThrow(
      refusal('ROLE_NAME_INVALID', 'targets/a', 'targets/a delegates to targets/b, which is not directly below it'),
    );
    expect(() => decodeTargets('targets/b', signMetadata(cycle, []))).toThrow(
      refusal('ROLE_NAME_INVALID', 'targets/b', /not directly below it$/),
    );
  });

  it('refuses 10,000 roles [288]', () => {
    const roles =
      (length: number): Edit =>
      (signed) =>
        (signed.delegations.roles = Array.from({ length }, (_, i) => ({ name: `targets/r${i}`, keyids: [], threshold: 1 })));
    expect(() => decode(roles(10_000))).toThrow(
      refusal('METADATA_TOO_LARGE', 'targets', 'the targets metadata delegates to 10000 roles, more than 1024'),
    );
    expect(decode(roles(1_024)).delegations.roles).toHaveLength(1_024);
  });

  it('refuses a threshold below 1, and leaves one that cannot be reached to the role [269]', () => {
    expect(() => decode(role((it) => (it.threshold = 0)))).toThrow(
      refusal('ROLE_THRESHOLD_INVALID', 'targets/releases', 'targets/releases has a threshold of 0 in the targets metadata'),
    );
    expect(
      decode(
        role((it) => {
          it.threshold = 9;
          it.keyids = null;
        }),
      ).delegations.roles[0],
    ).toMatchObject({ threshold: 9, keyIds: [] });
  });

  it('reads what Go writes for nothing', () => {
    const empty = { targets: new Map(), delegations: { keys: new Map(), unusableKeys: new Map(), roles: [] } };
    expect(decode((signed) => Object.assign(signed, { targets: null, delegations: { keys: null, roles: null } }))).toMatchObject(empty);
    expect(
      decode((signed) => {
        delete signed.targets;
        delete signed.delegations;
      }),
    ).toMatchObject(empty);
    expect(decode(role((it) => delete it.paths)).delegations.roles[0]!.paths).toEqual([]);
  });

  it('keeps keys that are of no use, for the roles that do not need them [272]', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'der' });
    const entry = { keytype: 'dsa', keyval: { private: null, public: 'YQ==' } };
    const content = decode((signed) => {
      signed.delegations.keys.odd = entry;
      signed.delegations.keys.weak = { keytype: 'rsa', keyval: { private: null, public: weak.toString('base64') } };
      signed.delegations.roles[1].keyids.push('odd', 'weak');
    });
    expect(Array.from(content.delegations.unusableKeys, ([id, { reason }]) => [id, reason.code])).toEqual([
      ['odd', 'ROLE_KEY_INVALID'],
      ['weak', 'ROLE_KEY_TOO_SHORT'],
    ]);
    expect(content.delegations.roles[1]!.keyIds.slice(-2)).toEqual(['odd', 'weak']);
    expect(JSON.parse(encodeMetadataFile(metadataToJson(content), []).toString()).signed.delegations.keys.odd).toEqual(entry);
    expect(() => decode((signed) => (signed.delegations.keys.odd = { ...entry, x: 1 }))).toThrow(
      refusal('METADATA_MALFORMED', 'targets', /has an unexpected member /),
    );
    expect(() => decode((signed) => (signed.delegations.keys.odd = Object.values(signed.delegations.keys)[0]))).toThrow(
      refusal('ROLE_KEY_ID_MISMATCH', 'targets', /^the targets metadata lists the key [0-9a-f]{64} as "odd"$/),
    );
  });

  it('keeps keys with a certificate that is an authority', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = makeRootCertificate({ gun: 'alice', privateKey, notBefore: now, notAfter: now });
    const metadata = targetsMetadata({ ...plan.targets, delegations: [makeDelegation('targets/a', { keys: [{ key, privateKey }] })] });
    expect(decodeTargets('targets', signMetadata(metadata, [])).content).toEqual(metadata);
  });

  it('accepts targets of any name as data [293]', () => {
    const names = ['__proto__', '10', '9', 'constructor', '\u{1f600}', '\ue000', '<&>\u2028', ''];
    const metadata = targetsMetadata({ ...plan.targets, targets: new Map(names.map((name) => [name, metaOf(name)])) });
    const bytes = signMetadata(metadata, []);
    expect(bytes.toString()).toContain('"\\u003c\\u0026\\u003e\\u2028":{');
    expect(decodeTargets('targets', bytes).content).toEqual(metadata);
    expect(
      decodeTargets(
        'targets/a',
        edited({ ...metadata, delegations: { ...metadata.delegations, roles: [] } }, () => undefined),
      ).role,
    ).toBe('targets/a');
  });

  it('never publishes control characters [294]', () => {
    expect(() => signMetadata({ ...targets, targets: new Map([['a\nb', metaOf('x')]]) }, [])).toThrow(RangeError);
  });
});

describe('snapshot', () => {
  const decode = (edit: Edit) => decodeSnapshot(edited(snapshot, (file) => edit(file.signed.meta)));

  it.each(['targets/../x', 'targets/A', 'mirror', '', '../../root', 'targets/__proto__ '])('refuses the role %j [288]', (name) => {
    expect(() => decode((meta) => (meta[name] = meta.root))).toThrow(
      refusal('ROLE_NAME_INVALID', 'snapshot', `the snapshot lists ${JSON.stringify(name)}, which is not a role name`),
    );
  });

  it.each(['root', 'targets'])('names %s', (name) => {
    expect(() => decode((meta) => delete meta[name])).toThrow(
      refusal('METADATA_MALFORMED', 'snapshot', 'the snapshot metadata is malformed: it does not list both root and targets'),
    );
  });

  it('has meta', () => {
    expect(() => decodeSnapshot(edited(snapshot, (file) => delete file.signed.meta))).toThrow(
      refusal('METADATA_MALFORMED', 'snapshot', 'the snapshot metadata is malformed: meta is missing'),
    );
    expect(() => decode((meta) => (meta.root = 1))).toThrow(
      refusal('METADATA_MALFORMED', 'snapshot', 'the snapshot metadata is malformed: meta.root is 1, not an object'),
    );
    expect(() => decodeTimestamp(edited(timestamp, (file) => delete file.signed.meta))).toThrow(
      refusal('METADATA_MALFORMED', 'timestamp', 'the timestamp metadata is malformed: meta is missing'),
    );
    expect(() => decodeTimestamp(edited(timestamp, (file) => delete file.signed.meta.snapshot))).toThrow(
      refusal('METADATA_MALFORMED', 'timestamp', 'the timestamp metadata is malformed: meta.snapshot is missing'),
    );
  });
});

describe('the form of files', () => {
  it('is what Go writes', () => {
    const signature = { keyId: 'ab', method: 'ecdsa', bytes: Buffer.from('a') };
    const metadata = {
      ...timestamp,
      expires: new Date('2026-06-01T12:00:00.500Z'),
      snapshot: { length: 1, hashes: new Map([['sha256', Buffer.from('b')]]) },
    };
    expect(encodeMetadataFile(metadataToJson(metadata), [signature, signature]).toString()).toBe(
      '{"signed":{"_type":"Timestamp","expires":"2026-06-01T12:00:00.5Z","meta":{"snapshot":{"hashes":{"sha256":"Yg=="},"length":1}},"version":1},"signatures":[{"keyid":"ab","method":"ecdsa","sig":"YQ=="},{"keyid":"ab","method":"ecdsa","sig":"YQ=="}]}',
    );
    const bare = {
      ...targets,
      targets: new Map(),
      delegations: {
        keys: new Map(),
        unusableKeys: new Map(),
        roles: [
          { name: 'targets/a', keyIds: ['x'], threshold: 1, paths: [] },
          { name: 'targets/b', keyIds: [], threshold: 1, paths: ['', 'p'] },
        ],
      },
    } as const;
    expect(encodeMetadataFile(metadataToJson(bare), []).toString()).toBe(
      '{"signed":{"_type":"Targets","delegations":{"keys":{},"roles":[{"keyids":["x"],"name":"targets/a","threshold":1},{"keyids":[],"name":"targets/b","paths":["","p"],"threshold":1}]},"expires":"2027-06-01T12:00:00Z","targets":{},"version":3},"signatures":[]}',
    );
    expect(encodeMetadataFile(metadataToJson({ ...root, keys: new Map() }), []).toString()).toMatch(
      /^\{"signed":\{"_type":"Root","consistent_snapshot":false,"expires":"2027-06-01T12:00:00Z","keys":\{\},"roles":\{"root":\{"keyids":\["[0-9a-f]{64}"\],"threshold":1\},"snapshot":/,
    );
    expect(encodeMetadataFile(metadataToJson(snapshot), []).toString()).toMatch(
      /^\{"signed":\{"_type":"Snapshot","expires":"2026-06-01T12:00:00Z","meta":\{"root":\{"hashes":/,
    );
  });

  /** The timestamp of notary 0.3's compatibility fixtures is 495 bytes; its members and their order are facts of the format. */
  it('keeps times with nine digits and an offset as they were signed', () => {
    const text =
      '{"signed":{"_type":"Timestamp","expires":"2116-07-01T16:31:40.497193534-05:00","meta":{"snapshot":{"hashes":{"sha256":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},"length":0}},"version":1},"signatures":[]}';
    const file = decodeTimestamp(Buffer.from(text));
    expect(encodeMetadataFile(file.signed, []).toString()).toBe(text);
    expect(file.content.expires).toEqual(new Date('2116-07-01T21:31:40.497Z'));
    expect(file.canonical).toEqual(Buffer.from(text.slice('{"signed":'.length, text.indexOf(',"signatures"'))));
    expect(parseStrictJson(Buffer.from(text), { maxBytes: 1_000, maxDepth: 9, maxValues: 99 })).toBeInstanceOf(Map);
  });
});

describe('times', () => {
  it.each([
    ['2026-06-01T12:00:00Z', '2026-06-01T12:00:00.000Z'],
    ['2026-06-01T12:00:00.5Z', '2026-06-01T12:00:00.500Z'],
    ['2026-06-01T12:00:00.9999Z', '2026-06-01T12:00:00.999Z'],
    ['2026-06-01T12:00:00.123456789Z', '2026-06-01T12:00:00.123Z'],
    ['2026-06-01T00:30:00+01:45', '2026-05-31T22:45:00.000Z'],
    ['2026-06-01T23:30:00-23:59', '2026-06-02T23:29:00.000Z'],
    ['2026-06-01T12:00:00-00:00', '2026-06-01T12:00:00.000Z'],
    ['2116-07-01T16:31:40.497193534-05:00', '2116-07-01T21:31:40.497Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('%s', (text, time) => expect(parseMetadataTime(text)?.toISOString()).toBe(time));

  it.each([
    '',
    'now',
    '2026-06-01',
    '2026-06-01T12:00:00',
    '2026-06-01t12:00:00Z',
    '2026-06-01T12:00:00z',
    '2026-06-01 12:00:00Z',
    '2026-06-01T12:00Z',
    '2026-06-01T12:00:00.Z',
    '2026-06-01T12:00:00.1234567890Z',
    '2026-06-01T12:00:00+24:00',
    '2026-06-01T12:00:00+01:60',
    '2026-06-01T12:00:00+0100',
    '2026-02-30T12:00:00Z',
    '2026-06-01T24:00:00Z',
    '2026-06-01T12:00:60Z',
    '12026-06-01T12:00:00Z',
    ' 2026-06-01T12:00:00Z',
    '2026-06-01T12:00:00Z\n',
    '2026-06-01T12:00:00,5Z',
  ])('refuses %j', (text) => {
    expect(parseMetadataTime(text)).toBeUndefined();
  });

  it.each([
    '2026-06-01T12:00:00Z',
    '2026-06-01T12:00:00.5Z',
    '2026-06-01T12:00:00.05Z',
    '2026-06-01T12:00:10.123Z',
    '2026-06-01T12:00:10Z',
  ])('writes %s', (text) => {
    expect(formatMetadataTime(new Date(text))).toBe(text);
  });
});

describe('names of roles', () => {
  it.each([
    ['targets/releases', true],
    ['targets/a/b_c-9', true],
    [`targets/${'a'.repeat(247)}`, true],
    [`targets/${'a'.repeat(248)}`, false],
    ['targets', false],
    ['targets/', false],
    ['targets/a/', false],
    ['xtargets/a', false],
    ['targets/a b', false],
  ])('%s', (name, isDelegation) => expect(isDelegationName(name)).toBe(isDelegation));

  it('knows base roles and parents', () => {
    expect(['root', 'targets', 'snapshot', 'timestamp', 'targets/a', 'mirror', 'Root'].map(isRoleName)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect([parentRole('targets/a'), parentRole('targets/a/b')]).toEqual(['targets', 'targets/a']);
  });
});
