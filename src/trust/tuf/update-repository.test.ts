import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  build,
  currentRoot,
  drive,
  firstUse,
  gun,
  keep,
  longAgo,
  makeDelegation,
  makePlan,
  makeRootSigner,
  makeSigner,
  metaOf,
  now,
  rotate,
  run,
  versionsOf,
  yesterday,
  type RepositoryPlan,
  type ServedFiles,
} from '../../../test/support/notary-repository.ts';
import { keyId } from '../crypto/public-key.ts';
import { fileMetaOf } from './file-meta.ts';
import { readKept } from './load-file.ts';
import { type FileMeta } from './metadata.ts';
import { type RoleName } from './role-name.ts';
import { signMetadata } from './sign-metadata.ts';
import { listTags, lookUpTag } from './signed-tags.ts';
import { updateRepository, type UpdateOptions } from './update-repository.ts';
import { type Update } from './update-step.ts';

/** Replaces the one file whose name begins so. */
function replace(files: ServedFiles, start: string, bytes: Buffer | undefined): ServedFiles {
  const [name] = [...files.keys()].filter((key) => key === start || key.startsWith(`${start}.`));
  if (bytes === undefined) files.delete(name!);
  else files.set(name!, bytes);
  return files;
}

describe('a whole repository', () => {
  it('is trusted on first use', () => {
    const plan = makePlan();
    const files = build(plan);
    const first = run(files);
    expect(versionsOf(first.trusted)).toEqual({
      root: 2,
      timestamp: 5,
      snapshot: 4,
      targets: 3,
      'targets/releases': 1,
      'targets/alice': 1,
    });
    expect(first.accepted).toEqual([2]);
    expect(first.fetched.map((name) => name.replace(/\.[0-9a-f]{64}$/, '.hash'))).toEqual([
      'root',
      '3.root',
      'timestamp',
      'snapshot.hash',
      'targets.hash',
      'targets/releases.hash',
      'targets/alice.hash',
    ]);
    const keyId = currentRoot(plan).roles.root.keys[0]!.key.id;
    expect(first.trusted).toMatchObject({
      gun,
      isForChange: false,
      refusedFiles: new Map(),
      refused: new Map(),
      unpublished: [],
      skipped: [],
      trustRoot: { kind: 'first use', name: keyId },
    });
    expect(first.trusted.notices).toEqual([`trusted on first use: ${gun} with root key ${keyId}`]);
  });

  it('is asked only for what has changed the next time', () => {
    const files = build(makePlan());
    const second = run(files, { kept: keep(run(files)) });
    expect(second.fetched).toEqual(['3.root', 'timestamp']);
    expect(second.accepted).toEqual([]);
    expect(second.trusted.trustRoot.kind).toBe('cached root');
    expect(second.trusted.notices).toEqual([]);
  });

  it('says how much of each file to read at most [265, 267]', () => {
    const files = build(makePlan());
    const bounds: [string, number][] = [];
    drive(files, {}, [], [], (step) => bounds.push([step.role, step.maxBytes]));
    const lengthOf = (start: string): number => [...files].find(([name]) => name.startsWith(`${start}.`))![1].length;
    expect(bounds).toEqual([
      ['root', 524_288],
      ['root', 524_288],
      ['timestamp', 1_048_576],
      ...['snapshot', 'targets', 'targets/releases', 'targets/alice'].map((role) => [role, lengthOf(role)]),
    ]);
  });
});

describe('root chain [278]', () => {
  const keptOne = (files: ServedFiles): { kept: Map<'root', Buffer> } => ({ kept: new Map([['root', files.get('1.root')!]]) });

  it('follows five roots and hands out each at once', () => {
    const plan = makePlan();
    for (let i = 0; i < 3; i++) rotate(plan, { root: { keys: [makeRootSigner()] } });
    const files = build(plan);
    expect(run(files, keptOne(files)).accepted).toEqual([2, 3, 4, 5]);
  });

  it('accepts an expired root in the middle of the chain', () => {
    const plan = makePlan();
    plan.roots[0]!.roles.root = { keys: [makeRootSigner({ notAfter: yesterday })] };
    plan.roots[1]!.alsoSignedBy = plan.roots[0]!.roles.root.keys;
    plan.roots[0]!.expires = yesterday;
    const files = build(plan);
    expect(run(files, keptOne(files)).accepted).toEqual([2]);
  });

  it('hands out good roots before a bad one', () => {
    const plan = makePlan();
    rotate(plan, { root: { keys: [makeRootSigner()] } });
    rotate(plan, { root: { keys: [makeRootSigner()] } });
    currentRoot(plan).alsoSignedBy = [];
    const files = build(plan);
    const accepted: number[] = [];
    expect(() => drive(files, keptOne(files), accepted, [])).toThrow(expect.objectContaining({ code: 'ROOT_CHAIN_BROKEN' }));
    expect(accepted).toEqual([2, 3]);
  });

  it.each<[string, (plan: RepositoryPlan) => void, (files: ServedFiles) => void, string, RegExp]>([
    [
      'a missing step leaves the old root, which the snapshot does not name',
      () => undefined,
      (files) => files.delete('2.root'),
      'METADATA_HASH_MISMATCH',
      /^the root metadata is not the file that the snapshot lists/,
    ],
    [
      'unsigned by the old keys',
      (plan) => (plan.roots[1]!.alsoSignedBy = []),
      () => undefined,
      'ROOT_CHAIN_BROKEN',
      /^version 2 of the root is not signed as version 1 requires: the root metadata has 0 of 1/,
    ],
    [
      'unsigned by its own keys',
      (plan) => (plan.roots[1]!.roles.root.signedBy = []),
      () => undefined,
      'ROOT_CHAIN_BROKEN',
      /^version 2 of the root is not signed as it requires: the root metadata has 0 of 1/,
    ],
    [
      'the same version again',
      () => undefined,
      (files) => files.set('2.root', files.get('1.root')!),
      'ROOT_CHAIN_BROKEN',
      /^version 2 of the root was requested, and version 1 was served$/,
    ],
    [
      'a jump by two',
      (plan) => {
        rotate(plan);
      },
      (files) => files.set('2.root', files.get('3.root')!),
      'ROOT_CHAIN_BROKEN',
      /^version 2 of the root was requested, and version 3 was served$/,
    ],
  ])('refuses %s', (_name, change, tamper, code, message) => {
    const plan = makePlan();
    change(plan);
    const files = build(plan);
    const options = keptOne(files);
    tamper(files);
    expect(() => run(files, options)).toThrow(
      expect.objectContaining({ name: 'VerificationError', code, object: 'root', message: expect.stringMatching(message) }),
    );
  });
});

describe('many rotations [279]', () => {
  it('stops after 256 and goes on from there the next time', () => {
    const plan = makePlan();
    for (let i = 0; i < 298; i++) rotate(plan);
    const files = build(plan);
    const accepted: number[] = [];
    const options = { kept: new Map([['root', files.get('1.root')!]] as const) };
    expect(() => drive(files, options, accepted, [])).toThrow(
      expect.objectContaining({
        code: 'ROOT_ROTATIONS_LIMIT',
        object: 'root',
        message: 'docker.io/lab/app has more than 256 new roots; the next run continues from version 257',
      }),
    );
    expect([accepted[0], accepted.at(-1), accepted.length]).toEqual([2, 257, 256]);
    const second = run(files, { kept: new Map([['root', files.get('257.root')!]] as const) });
    expect(second.accepted.at(-1)).toBe(300);
  });

  it('accepts exactly 256', () => {
    const plan = makePlan();
    for (let i = 0; i < 255; i++) rotate(plan);
    const files = build(plan);
    expect(run(files, { kept: new Map([['root', files.get('1.root')!]] as const) }).accepted).toHaveLength(256);
  });
});

describe('the last root has expired [280]', () => {
  it.each<[string, (plan: RepositoryPlan) => void, string, RegExp]>([
    [
      'its metadata',
      (plan) => (currentRoot(plan).expires = yesterday),
      'METADATA_EXPIRED',
      /^version 2 of the root metadata expired on 2026-05-31/,
    ],
    [
      'its certificate',
      (plan) => renew(plan, { notAfter: yesterday }),
      'ROOT_CERTIFICATE_EXPIRED',
      /expired on 2026-05-31T12:00:00.000Z; the metadata are valid until 2027-06-01/,
    ],
    [
      'both',
      (plan) => {
        renew(plan, { notAfter: yesterday });
        currentRoot(plan).expires = longAgo;
      },
      'ROOT_CERTIFICATE_EXPIRED',
      /expired on 2026-05-31T12:00:00.000Z; the metadata expired too, on 2020-01-01/,
    ],
    [
      'its certificate begins in two days',
      (plan) => renew(plan, { notBefore: new Date('2026-06-03T12:00:00Z') }),
      'ROOT_CERTIFICATE_EXPIRED',
      /is not valid before 2026-06-03T12:00:00.000Z$/,
    ],
  ])('%s', (_name, change, code, message) => {
    const plan = makePlan();
    change(plan);
    expect(() => run(build(plan))).toThrow(expect.objectContaining({ code, object: 'root', message: expect.stringMatching(message) }));
  });

  it('accepts a certificate that begins within a day or ends this second', () => {
    const plan = makePlan();
    renew(plan, { notBefore: new Date('2026-06-02T12:00:00Z'), notAfter: new Date('2026-06-03T00:00:00Z') });
    expect(versionsOf(run(build(plan)).trusted)['root']).toBe(2);
    renew(plan, { notAfter: now });
    expect(versionsOf(run(build(plan)).trusted)['root']).toBe(2);
  });
});

function renew(plan: RepositoryPlan, options: Parameters<typeof makeRootSigner>[0]): void {
  plan.roots[1]!.roles.root = { keys: [makeRootSigner(options)] };
}

describe('first contact [283]', () => {
  it('is refused before any request where a pin is required', () => {
    const fetched: string[] = [];
    expect(() => drive(build(makePlan()), { pins: { ...firstUse, allowFirstUse: false } }, [], fetched)).toThrow(
      expect.objectContaining({
        code: 'ROOT_PIN_REQUIRED',
        object: 'root',
        message: 'no root of docker.io/lab/app is pinned or cached, and trust on first use is off',
      }),
    );
    expect(fetched).toEqual([]);
  });

  it('a kept root is enough where a pin is required', () => {
    const files = build(makePlan());
    expect(run(files, { kept: keep(run(files)), pins: { ...firstUse, allowFirstUse: false } }).trusted.trustRoot.kind).toBe('cached root');
  });

  it('keeps nothing of a first root that is not current', () => {
    const plan = makePlan();
    currentRoot(plan).expires = yesterday;
    const accepted: number[] = [];
    expect(() => drive(build(plan), {}, accepted, [])).toThrow(expect.objectContaining({ code: 'METADATA_EXPIRED' }));
    expect(accepted).toEqual([]);
  });

  it('there is nothing', () => {
    expect(() => run(new Map())).toThrow(
      expect.objectContaining({
        code: 'METADATA_MISSING',
        object: 'root',
        message: `${gun} has no trust data: it was never signed there, or its trust data was deleted`,
      }),
    );
  });

  it('goes on to newer roots than the one called current', () => {
    const plan = makePlan();
    const files = build(plan);
    files.set('root', files.get('1.root')!);
    expect(run(files)).toMatchObject({ accepted: [2], fetched: expect.arrayContaining(['root', '2.root', '3.root']) });
  });

  it('a first root that has no signatures of its own keys is refused', () => {
    const plan = makePlan();
    currentRoot(plan).roles.root.signedBy = [];
    expect(() => run(build(plan))).toThrow(expect.objectContaining({ code: 'SIGNATURES_BELOW_THRESHOLD', object: 'root' }));
  });
});

describe('pins [281, 282, 283]', () => {
  const pinned = (plan: RepositoryPlan, keyIds = [currentRoot(plan).roles.root.keys[0]!.key.id]) => ({
    pins: { certificates: new Map([[gun, keyIds]]), authorities: new Map(), allowFirstUse: false },
  });

  it('trusts a pinned certificate without trust on first use', () => {
    const plan = makePlan();
    expect(run(build(plan), pinned(plan)).trusted.trustRoot.kind).toBe('pinned certificate');
  });

  it('another repository’s own consistent root is refused', () => {
    expect(() => run(build(makePlan()), pinned(makePlan()))).toThrow(
      expect.objectContaining({ code: 'ROOT_PIN_MISMATCH', object: 'root' }),
    );
  });

  it('a kept root must be as pinned too', () => {
    const files = build(makePlan());
    expect(() => run(files, { kept: keep(run(files)), ...pinned(makePlan()) })).toThrow(
      expect.objectContaining({ code: 'ROOT_PIN_MISMATCH' }),
    );
  });

  it('only keys that are pinned count for the threshold', () => {
    const plan = makePlan();
    const other = makeRootSigner();
    const [own] = currentRoot(plan).roles.root.keys;
    currentRoot(plan).roles.root = { keys: [own!, other], threshold: 2 };
    expect(versionsOf(run(build(plan)).trusted)['root']).toBe(2);
    expect(() => run(build(plan), pinned(plan, [own!.key.id]))).toThrow(
      expect.objectContaining({ code: 'ROOT_PIN_MISMATCH', message: `root key ${other.key.id} is not pinned; pinned: ${own!.key.id}` }),
    );
    expect(versionsOf(run(build(plan), pinned(plan, [own!.key.id, other.key.id])).trusted)['root']).toBe(2);
  });
});

describe('the kept root [299]', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is cut', (bytes) => bytes.subarray(0, 100)],
    ['has another signature', (bytes) => Buffer.from(bytes.toString().replace(/"sig":"...../, '"sig":"AAAAA'))],
    ['is a letter off', (bytes) => Buffer.from(bytes.toString().replace('2027', '2037'))],
  ])('%s', (_name, tamper) => {
    const files = build(makePlan());
    const kept = keep(run(files));
    kept.set('root', tamper(kept.get('root')!));
    expect(() => run(files, { kept })).toThrow(
      expect.objectContaining({
        code: 'ROOT_CACHE_INVALID',
        object: 'root',
        message: expect.stringMatching(/^the cached root of docker.io\/lab\/app cannot be trusted: /),
      }),
    );
  });

  it('is of another repository', () => {
    const files = build(makePlan());
    expect(() => run(files, { kept: keep(run(files)), gun: 'docker.io/lab/other' })).toThrow(
      expect.objectContaining({ code: 'ROOT_CACHE_INVALID' }),
    );
  });

  it('other kept files that are damaged say nothing and are fetched again', () => {
    const files = build(makePlan());
    const kept = keep(run(files));
    for (const role of ['timestamp', 'snapshot', 'targets', 'targets/releases'] as const) kept.set(role, Buffer.from('{"signed":'));
    expect(run(files, { kept }).fetched).toHaveLength(5);
  });
});

type Change = (plan: RepositoryPlan) => void;
const releasesOf = (plan: RepositoryPlan) => plan.targets.delegations[0]!;

describe('rollback [274]', () => {
  it.each<[string, Change, string]>([
    ['timestamp', (plan) => (plan.timestamp.version = 4), 'the timestamp metadata has version 4, older than version 5 seen before'],
    [
      'snapshot',
      (plan) => {
        plan.timestamp.version = 6;
        plan.snapshot.version = 3;
      },
      'the snapshot metadata has version 3, older than version 4 seen before',
    ],
    [
      'targets',
      (plan) => {
        bump(plan);
        plan.targets.version = 2;
      },
      'the targets metadata has version 2, older than version 3 seen before',
    ],
    [
      'targets/releases',
      (plan) => {
        releasesOf(plan).version = 7;
      },
      '',
    ],
  ])('%s', (role, change, message) => {
    const plan = makePlan();
    const kept = keep(run(build(plan)));
    if (message === '') {
      bump(plan);
      releasesOf(plan).version = 7;
      const seven = keep(run(build(plan), { kept }));
      bump(plan);
      releasesOf(plan).version = 6;
      expect(() => run(build(plan), { kept: seven })).toThrow(
        expect.objectContaining({
          code: 'METADATA_ROLLBACK',
          object: role,
          message: 'the targets/releases metadata has version 6, older than version 7 seen before',
        }),
      );
      return;
    }
    change(plan);
    expect(() => run(build(plan), { kept })).toThrow(expect.objectContaining({ code: 'METADATA_ROLLBACK', object: role, message }));
  });
});

/** The next publication: everything that must be newer is. */
function bump(plan: RepositoryPlan): void {
  plan.timestamp.version++;
  plan.snapshot.version++;
  plan.targets.version++;
}

describe('one version, two contents [275]', () => {
  it.each<[string, Change]>([
    ['timestamp', (plan) => (plan.timestamp.expires = new Date('2027-01-01'))],
    [
      'snapshot',
      (plan) => {
        plan.timestamp.version++;
        plan.snapshot.expires = new Date('2027-01-01');
      },
    ],
    [
      'targets',
      (plan) => {
        plan.timestamp.version++;
        plan.snapshot.version++;
        plan.targets.targets.set('v9', metaOf('nine'));
      },
    ],
    [
      'targets/releases',
      (plan) => {
        bump(plan);
        releasesOf(plan).targets.set('v1', metaOf('other'));
      },
    ],
  ])('%s', (role, change) => {
    const plan = makePlan();
    const kept = keep(run(build(plan)));
    change(plan);
    expect(() => run(build(plan), { kept })).toThrow(
      expect.objectContaining({
        code: 'METADATA_EQUIVOCATION',
        object: role,
        message: expect.stringMatching(/^version \d of the [a-z/]+ metadata has other content than when it was seen before$/),
      }),
    );
  });

  it('the same content signed again is the same', () => {
    const plan = makePlan();
    const kept = keep(run(build(plan)));
    plan.timestamp.version++;
    expect(versionsOf(run(build(plan), { kept }).trusted)).toMatchObject({ timestamp: 6, snapshot: 4, targets: 3 });
  });
});

describe('fast-forward [276, 277]', () => {
  it.each<[string, Change, Change]>([
    [
      'timestamp',
      (plan) => (plan.timestamp.version = 2 ** 31 - 2),
      (plan) => {
        rotate(plan, { timestamp: { keys: [makeSigner()] } });
        plan.timestamp.version = 6;
      },
    ],
    [
      'snapshot',
      (plan) => {
        plan.timestamp.version++;
        plan.snapshot.version = 2 ** 31 - 2;
      },
      (plan) => {
        plan.timestamp.version++;
        rotate(plan, { snapshot: { keys: [makeSigner()] } });
        plan.snapshot.version = 6;
      },
    ],
    [
      'targets',
      (plan) => {
        bump(plan);
        plan.targets.version = 2 ** 31 - 2;
      },
      (plan) => {
        bump(plan);
        rotate(plan, { targets: { keys: [makeSigner()] } });
        plan.targets.version = 6;
      },
    ],
    [
      'targets/releases',
      (plan) => {
        bump(plan);
        releasesOf(plan).version = 2 ** 31 - 2;
      },
      (plan) => {
        bump(plan);
        releasesOf(plan).keys = [makeSigner()];
        releasesOf(plan).version = 2;
      },
    ],
  ])('of %s is left behind when its key is replaced, and not otherwise', (role, forward, recover) => {
    const plan = makePlan();
    const first = keep(run(build(plan)));
    forward(plan);
    const stuck = keep(run(build(plan), { kept: first }));
    bump(plan);
    if (role === 'timestamp') plan.timestamp.version = 6;
    if (role === 'snapshot') plan.snapshot.version = 6;
    if (role === 'targets') plan.targets.version = 6;
    if (role === 'targets/releases') releasesOf(plan).version = 2;
    expect(() => run(build(plan), { kept: stuck })).toThrow(expect.objectContaining({ code: 'METADATA_ROLLBACK', object: role }));
    recover(plan);
    expect(versionsOf(run(build(plan), { kept: stuck }).trusted)[role]).toBeLessThan(10);
  });
});

describe('expired [280, 287, 297]', () => {
  it.each<[string, Change]>([
    ['timestamp', (plan) => (plan.timestamp.expires = yesterday)],
    ['snapshot', (plan) => (plan.snapshot.expires = yesterday)],
    ['targets', (plan) => (plan.targets.expires = yesterday)],
    ['targets/releases', (plan) => (releasesOf(plan).expires = yesterday)],
    ['targets', (plan) => (plan.targets.expires = now)],
  ])('%s', (role, change) => {
    const plan = makePlan();
    change(plan);
    expect(() => run(build(plan))).toThrow(
      expect.objectContaining({
        code: 'METADATA_EXPIRED',
        object: role,
        message: expect.stringMatching(/^version \d of the [a-z/]+ metadata expired on 2026-0/),
      }),
    );
  });

  it('a millisecond before its end it is good', () => {
    const plan = makePlan();
    plan.targets.expires = new Date(now.getTime() + 1);
    expect(versionsOf(run(build(plan)).trusted)['targets']).toBe(3);
  });

  it('kept files expire too', () => {
    const plan = makePlan();
    plan.targets.expires = new Date('2026-07-01T00:00:00Z');
    const files = build(plan);
    const kept = keep(run(files));
    expect(() => run(files, { kept, startedAt: new Date('2026-08-01T00:00:00Z') })).toThrow(
      expect.objectContaining({ code: 'METADATA_EXPIRED', object: 'targets' }),
    );
  });
});

describe('what is served [264, 268, 284, 287]', () => {
  it.each<[string, string, Buffer | undefined, string, string]>([
    [
      'no timestamp',
      'timestamp',
      undefined,
      'METADATA_MISSING',
      'the timestamp metadata does not exist: the trust data was deleted or is incomplete',
    ],
    [
      'no snapshot',
      'snapshot',
      undefined,
      'METADATA_MISSING',
      'the snapshot metadata does not exist: the trust data was deleted or is incomplete',
    ],
    [
      'no targets',
      'targets',
      undefined,
      'METADATA_MISSING',
      'the targets metadata does not exist: the trust data was deleted or is incomplete',
    ],
    [
      'no targets/releases',
      'targets/releases',
      undefined,
      'METADATA_MISSING',
      'the targets/releases metadata does not exist: the trust data was deleted or is incomplete',
    ],
    [
      'HTML',
      'timestamp',
      Buffer.from('<html>\n'),
      'METADATA_MALFORMED',
      'the timestamp metadata is malformed: it is not JSON with whole numbers: it has "<html>\\n" at character 0',
    ],
    ['nothing', 'timestamp', Buffer.alloc(0), 'METADATA_MALFORMED', 'the timestamp metadata is malformed: it is empty'],
  ])('%s', (_name, start, bytes, code, message) => {
    expect(() => run(replace(build(makePlan()), start, bytes))).toThrow(expect.objectContaining({ code, object: start, message }));
  });

  it('old targets with a new snapshot', () => {
    const plan = makePlan();
    const old = [...build(plan)].find(([name]) => name.startsWith('targets.'))![1];
    bump(plan);
    expect(() => run(replace(build(plan), 'targets', old))).toThrow(
      expect.objectContaining({
        code: 'METADATA_HASH_MISMATCH',
        object: 'targets',
        message: expect.stringMatching(/^the targets metadata is not the file that the snapshot lists: its sha256 is not [0-9a-f]{64}$/),
      }),
    );
  });

  it('a snapshot of another length', () => {
    expect(() => run(replace(build(makePlan()), 'snapshot', Buffer.from('{}')))).toThrow(
      expect.objectContaining({
        code: 'METADATA_HASH_MISMATCH',
        message: expect.stringMatching(/that the timestamp lists: it has 2 bytes, not \d+$/),
      }),
    );
  });

  it.each(['timestamp', 'snapshot', 'targets'] as const)('%s signed by another signer', (role) => {
    const plan = makePlan();
    const stranger = makeSigner();
    currentRoot(plan).roles[role].signedBy = [stranger];
    expect(() => run(build(plan))).toThrow(
      expect.objectContaining({
        code: 'SIGNATURES_BELOW_THRESHOLD',
        object: role,
        message: `the ${role} metadata has 0 of 1 required signatures: the others are of "${stranger.key.id}"`,
      }),
    );
  });

  it.each(['timestamp', 'snapshot', 'targets'] as const)('%s signed by too few', (role) => {
    const plan = makePlan();
    const keys = [makeSigner(), makeSigner(), makeSigner()];
    currentRoot(plan).roles[role] = { keys, threshold: 2, signedBy: keys.slice(0, 1) };
    expect(() => run(build(plan))).toThrow(
      expect.objectContaining({
        code: 'SIGNATURES_BELOW_THRESHOLD',
        object: role,
        message: `the ${role} metadata has 1 of 2 required signatures: the others are of "${keys[0]!.key.id}"`,
      }),
    );
    currentRoot(plan).roles[role] = { keys, threshold: 2, signedBy: keys.slice(1) };
    expect(run(build(plan)).trusted.refused.size).toBe(0);
  });
});

describe('a role that was there before [286]', () => {
  it.each<[string, DelegationState, string | undefined]>([
    ['targets/releases', 'dropped', 'thrown'],
    ['targets/alice', 'dropped', 'refused'],
    ['targets/releases', 'removed', undefined],
    ['targets/alice', 'removed', undefined],
  ])('%s is %s', (role, state, outcome) => {
    const plan = makePlan();
    const kept = keep(run(build(plan)));
    bump(plan);
    if (state === 'removed') plan.targets.delegations = plan.targets.delegations.filter(({ name }) => name !== role);
    else plan.targets.delegations.find(({ name }) => name === role)!.isUnpublished = true;
    const error = expect.objectContaining({
      code: 'ROLE_DROPPED',
      object: role,
      message: `version 4 of the snapshot listed ${role}, the current one does not`,
    });
    if (outcome === 'thrown') expect(() => run(build(plan), { kept })).toThrow(error);
    else expect([...run(build(plan), { kept }).trusted.refused]).toEqual(outcome === 'refused' ? [[role, error]] : []);
    // A client that connects for the first time knows nothing.
    expect(run(build(plan)).trusted.unpublished).toEqual(state === 'removed' ? [] : [role]);
  });
});

type DelegationState = 'dropped' | 'removed';

describe('delegations [287, 288, 290]', () => {
  it.each<[string, Change, string]>([
    ['expired', (plan) => (plan.targets.delegations[1]!.expires = yesterday), 'METADATA_EXPIRED'],
    ['below its threshold', (plan) => (plan.targets.delegations[1]!.signedBy = [makeSigner()]), 'SIGNATURES_BELOW_THRESHOLD'],
    ['without keys', (plan) => (plan.targets.delegations[1]!.keys = []), 'ROLE_THRESHOLD_INVALID'],
  ])('targets/alice %s is told and does not stand in the way', (_name, change, code) => {
    const plan = makePlan();
    change(plan);
    const { trusted } = run(build(plan));
    expect([...trusted.refused].map(([role, error]) => [role, error.code])).toEqual([['targets/alice', code]]);
    expect([...trusted.targets.keys()]).toEqual(['targets', 'targets/releases']);
  });

  it.each<[string, Change, string]>([
    ['below its threshold', (plan) => (releasesOf(plan).signedBy = [makeSigner()]), 'SIGNATURES_BELOW_THRESHOLD'],
    ['without keys', (plan) => (releasesOf(plan).keys = []), 'ROLE_THRESHOLD_INVALID'],
  ])('targets/releases %s is refused', (_name, change, code) => {
    const plan = makePlan();
    change(plan);
    expect(() => run(build(plan))).toThrow(expect.objectContaining({ code, object: 'targets/releases' }));
  });

  it('goes depth first, targets/releases before all', () => {
    const plan = makePlan();
    const leaf = makeDelegation('targets/a/b/c');
    plan.targets.delegations = [
      makeDelegation('targets/a', { delegations: [makeDelegation('targets/a/b', { delegations: [leaf] }), makeDelegation('targets/a/x')] }),
      makeDelegation('targets/b'),
      makeDelegation('targets/releases'),
      makeDelegation('targets/none', { isUnpublished: true }),
    ];
    const { trusted } = run(build(plan));
    expect([...trusted.targets.keys()]).toEqual([
      'targets',
      'targets/releases',
      'targets/a',
      'targets/a/b',
      'targets/a/b/c',
      'targets/a/x',
      'targets/b',
    ]);
    expect(trusted.unpublished).toEqual(['targets/none']);
  });

  it('reads no more than are wanted', () => {
    const plan = makePlan();
    plan.targets.delegations.push(
      makeDelegation('targets/a', { delegations: [makeDelegation('targets/a/b'), makeDelegation('targets/a/c')] }),
      makeDelegation('targets/ab'),
    );
    const { trusted } = run(build(plan), { delegations: ['targets/a/b'] });
    expect([...trusted.targets.keys()]).toEqual(['targets', 'targets/releases', 'targets/a', 'targets/a/b']);
    expect(trusted.skipped).toEqual(['targets/alice', 'targets/a/c', 'targets/ab']);
    expect(trusted.notices).toHaveLength(1);
    expect([...run(build(plan), { delegations: [] }).trusted.targets.keys()]).toEqual(['targets', 'targets/releases']);
  });

  it('reads 32 at most', () => {
    const plan = makePlan();
    const key = makeSigner();
    plan.targets.delegations = Array.from({ length: 40 }, (_, i) => makeDelegation(`targets/r${i}`, { keys: [key] }));
    const { trusted, fetched } = run(build(plan));
    expect([trusted.targets.size, trusted.skipped.length, trusted.skipped[0]]).toEqual([33, 8, 'targets/r32']);
    expect(fetched.filter((name) => name.startsWith('targets/'))).toHaveLength(32);
    expect(trusted.notices.at(-1)).toBe('32 delegations were read, 8 more were not, such as targets/r32');
  });

  it('a kept delegation counts only under the keys of today [290]', () => {
    const plan = makePlan();
    const kept = keep(run(build(plan)));
    bump(plan);
    const old = releasesOf(plan).keys;
    releasesOf(plan).keys = [makeSigner()];
    releasesOf(plan).signedBy = old;
    expect(() => run(build(plan), { kept })).toThrow(
      expect.objectContaining({ code: 'SIGNATURES_BELOW_THRESHOLD', object: 'targets/releases' }),
    );
  });

  it('limits a child role to the paths of its parents [289]', () => {
    const plan = makePlan();
    const child = makeDelegation('targets/a/b', { paths: ['dev/x', 'prod/', ''] });
    plan.targets.delegations = [makeDelegation('targets/a', { paths: ['dev/', 'test/'], delegations: [child] })];
    const { targets } = run(build(plan)).trusted;
    expect(Object.fromEntries(Array.from(targets, ([role, { paths }]) => [role, paths]))).toEqual({
      targets: [''],
      'targets/a': ['dev/', 'test/'],
      'targets/a/b': ['dev/x'],
    });
  });
});

describe('read to be changed', () => {
  it('accepts expired metadata that is not older than the cached one, except the root', () => {
    const plan = makePlan();
    const kept = keep(run(build(plan)));
    bump(plan);
    releasesOf(plan).version++;
    plan.snapshot.expires = yesterday;
    plan.targets.expires = yesterday;
    releasesOf(plan).expires = yesterday;
    plan.timestamp.expires = yesterday;
    const { trusted } = run(build(plan), { kept, isForChange: true });
    expect([trusted.isForChange, trusted.refused.size, trusted.targets.size]).toEqual([true, 0, 3]);
    currentRoot(plan).expires = yesterday;
    expect(() => run(build(plan), { isForChange: true, isExpiryAccepted: true })).toThrow(
      expect.objectContaining({ code: 'METADATA_EXPIRED', object: 'root' }),
    );
  });

  it.each(['timestamp', 'snapshot'] as const)('refuses an expired %s without a cached timestamp, unless that is accepted', (role) => {
    const plan = makePlan();
    const cached = keep(run(build(plan)));
    plan[role].expires = yesterday;
    const refused = expect.objectContaining({ code: 'METADATA_EXPIRED', object: role });
    const onlyRoot = new Map<RoleName, Buffer>([['root', cached.get('root')!]]);
    const byOthers = new Map(onlyRoot).set('timestamp', cached.get('snapshot')!);
    for (const kept of [new Map<RoleName, Buffer>(), onlyRoot, byOthers])
      expect(() => run(build(plan), { kept, isForChange: true })).toThrow(refused);
    expect(run(build(plan), { isForChange: true, isExpiryAccepted: true }).trusted.targets.size).toBe(3);
    expect(() => run(build(plan), { isExpiryAccepted: true })).toThrow(refused);
  });

  it('nothing can be pulled by it', () => {
    const { trusted } = run(build(makePlan()), { isForChange: true });
    expect(() => lookUpTag(trusted, 'v1')).toThrow(new Error('a tag is looked up in a repository that was read to be changed'));
    expect(listTags(trusted).map(({ tag }) => tag)).toEqual(['v1', 'v2', 'v0']);
  });

  it('returns refused delegations separately', () => {
    const plan = makePlan();
    releasesOf(plan).signedBy = [makeSigner()];
    plan.targets.delegations[1]!.keys = [];
    const { trusted } = run(build(plan), { isForChange: true });
    expect([...trusted.refused].map(([role, { code }]) => [role, code])).toEqual([
      ['targets/releases', 'SIGNATURES_BELOW_THRESHOLD'],
      ['targets/alice', 'ROLE_THRESHOLD_INVALID'],
    ]);
    expect([...trusted.refusedFiles.keys()]).toEqual(['targets/releases', 'targets/alice']);
    expect([...trusted.refusedFiles.get('targets/releases')!.content.targets.keys()]).toEqual(['v1', 'v2']);
    expect([...trusted.targets.keys()]).toEqual(['targets']);
  });

  it.each<[string, Buffer | undefined]>([
    ['is not there', undefined],
    ['is another', Buffer.from('{}')],
  ])('gives no file that %s', (_name, bytes) => {
    const { trusted } = run(replace(build(makePlan()), 'targets/releases', bytes), { isForChange: true });
    expect([...trusted.refused.keys()]).toEqual(['targets/releases']);
    expect(trusted.refusedFiles.size).toBe(0);
  });

  it('gives no file of a role that was dropped', () => {
    const plan = makePlan();
    const kept = keep(run(build(plan)));
    bump(plan);
    plan.targets.delegations[1]!.isUnpublished = true;
    const { trusted } = run(build(plan), { kept, isForChange: true });
    expect([[...trusted.refused.keys()], trusted.refusedFiles.size]).toEqual([['targets/alice'], 0]);
  });
});

describe('what drives the update', () => {
  const stepTo = (role: string, options: Partial<UpdateOptions> = {}): Update<unknown> => {
    const files = build(makePlan());
    const update = updateRepository({ gun, startedAt: now, pins: firstUse, kept: new Map(), delegations: 'all', ...options });
    let step = update.next();
    while (step.done !== true && !(step.value.kind === 'fetch' && step.value.role === role && step.value.version === undefined)) {
      const { value } = step;
      const name = value.kind === 'fetch' ? [value.version, value.role, value.hash].filter((part) => part !== undefined).join('.') : '';
      step = update.next(files.get(name));
    }
    return update;
  };

  it.each(['root', 'timestamp', 'targets', 'targets/releases', 'targets/alice'])('its own error ends the update, at %s too', (role) => {
    const failure = new Error('the network is gone');
    const update = stepTo(role);
    expect(() => update.throw(failure)).toThrow(failure);
    expect(update.next().done).toBe(true);
  });

  it('its own error ends it while a refused file is fetched', () => {
    const update = stepTo('targets/alice', { isForChange: true });
    const step = update.next(Buffer.from('x'));
    expect(step.value).toMatchObject({ kind: 'fetch', role: 'targets/alice' });
    expect(() => update.throw(new Error('the network is gone'))).toThrow('the network is gone');
  });

  it('an error of ours in reading a kept file is not taken for a file that says nothing', () => {
    const bug = new TypeError('a bug');
    const decode = (): never => {
      throw bug;
    };
    const role = { name: 'timestamp', keys: new Map(), threshold: 1 } as const;
    expect(() => readKept({ role, decode, kept: Buffer.alloc(1), startedAt: now })).toThrow(bug);
    expect(readKept({ role, decode, kept: undefined, startedAt: now })).toBeUndefined();
  });
});

describe('a delegation with a key that is of no use [272]', () => {
  it('counts the others', () => {
    const plan = makePlan();
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const bytes = weak.publicKey.export({ type: 'spki', format: 'der' });
    const key = { type: 'rsa', public: bytes, id: keyId('rsa', bytes), canonicalId: keyId('rsa', bytes), object: weak.publicKey } as const;
    const good = makeSigner();
    plan.targets.delegations[1]!.keys = [{ key, privateKey: weak.privateKey }, good];
    plan.targets.delegations[1]!.signedBy = [good];
    expect(run(build(plan)).trusted.targets.has('targets/alice')).toBe(true);
    plan.targets.delegations[1]!.signedBy = [{ key, privateKey: weak.privateKey }];
    expect([...run(build(plan)).trusted.refused].map(([role, { code }]) => [role, code])).toEqual([
      ['targets/alice', 'SIGNATURES_BELOW_THRESHOLD'],
    ]);
  });
});

describe('what a snapshot names [267, 285]', () => {
  const withSnapshot = (meta: ReadonlyMap<RoleName, FileMeta>, plan: RepositoryPlan, files: ServedFiles): ServedFiles => {
    const { roles } = currentRoot(plan);
    const snapshot = signMetadata({ kind: 'snapshot', ...plan.snapshot, meta }, roles.snapshot.keys);
    files.set(`snapshot.${fileMetaOf(snapshot).hashes.get('sha256')!.toString('hex')}`, snapshot);
    return files.set(
      'timestamp',
      signMetadata({ kind: 'timestamp', ...plan.timestamp, snapshot: fileMetaOf(snapshot) }, roles.timestamp.keys),
    );
  };

  it('is not fetched when it is longer than may be', () => {
    const plan = makePlan();
    const files = build(plan);
    const targets = { length: 10 * 2 ** 20 + 1, hashes: new Map([['sha256', Buffer.alloc(32)]]) };
    const fetched: string[] = [];
    withSnapshot(
      new Map([
        ['root', fileMetaOf(files.get('root')!)],
        ['targets', targets],
      ]),
      plan,
      files,
    );
    expect(() => drive(files, {}, [], fetched)).toThrow(
      expect.objectContaining({
        code: 'METADATA_TOO_LARGE',
        object: 'targets',
        message: 'the targets metadata has 10485761 bytes, more than 10485760',
      }),
    );
    expect(fetched.some((name) => name.startsWith('targets'))).toBe(false);
    withSnapshot(
      new Map([
        ['root', fileMetaOf(files.get('root')!)],
        ['targets', { ...targets, length: 10 * 2 ** 20 }],
      ]),
      plan,
      files,
    );
    expect(() => drive(files, {}, [], fetched)).toThrow(expect.objectContaining({ code: 'METADATA_MISSING', object: 'targets' }));
  });

  it('is asked for by SHA-512 where that is all there is', () => {
    const plan = makePlan();
    plan.targets.delegations = [];
    const files = build(plan);
    const targets = [...files].find(([name]) => name.startsWith('targets.'))![1];
    const sha512 = fileMetaOf(targets).hashes.get('sha512')!;
    files.set(`targets.${sha512.toString('hex')}`, targets);
    withSnapshot(
      new Map([
        ['root', fileMetaOf(files.get('root')!)],
        ['targets', { length: targets.length, hashes: new Map([['sha512', sha512]]) }],
      ]),
      plan,
      files,
    );
    expect(run(files).fetched.at(-1)).toBe(`targets.${sha512.toString('hex')}`);
  });
});
