import { describe, expect, it } from 'vitest';
import {
  build,
  gun,
  later,
  makeDelegation,
  makePlan,
  makeSigner,
  metaOf,
  run,
  type RepositoryPlan,
} from '../../../test/support/notary-repository.ts';
import { type TrustedRepository } from './trusted-repository.ts';
import { checkFile, fileMetaOf, isFile } from './file-meta.ts';
import { listStrayTags, listTags, lookUpTag } from './signed-tags.ts';

function trust(change: (plan: RepositoryPlan) => void = () => undefined): TrustedRepository {
  const plan = makePlan();
  change(plan);
  return run(build(plan)).trusted;
}

const sha256 = (content: string): string => metaOf(content).hashes.get('sha256')!.toString('hex');

describe('lookUpTag', () => {
  it('finds the signed images and their signers', () => {
    expect(lookUpTag(trust(), 'v1')).toEqual({
      tag: 'v1',
      sha256: sha256('one'),
      length: 3,
      role: 'targets/releases',
      version: 1,
      expires: later,
      signers: ['targets/alice'],
      disagreements: [],
    });
    expect(lookUpTag(trust(), 'v2')).toMatchObject({ sha256: sha256('two'), signers: [] });
    expect(lookUpTag(trust(), 'v0')).toEqual({
      tag: 'v0',
      sha256: sha256('zero'),
      length: 4,
      role: 'targets',
      version: 3,
      expires: later,
      signers: [],
      disagreements: [],
    });
  });

  it('prefers targets/releases to targets, and reports that they differ [291]', () => {
    const repository = trust((plan) => {
      plan.targets.targets.set('v1', metaOf('old')).set('v2', metaOf('two'));
      plan.targets.delegations.push(
        makeDelegation('targets/bob', {
          targets: new Map([
            ['v1', metaOf('bad')],
            ['v2', metaOf('two')],
          ]),
        }),
      );
    });
    expect(lookUpTag(repository, 'v1')).toMatchObject({
      sha256: sha256('one'),
      role: 'targets/releases',
      signers: ['targets/alice'],
      disagreements: [
        { role: 'targets', sha256: sha256('old') },
        { role: 'targets/bob', sha256: sha256('bad') },
      ],
    });
    expect(lookUpTag(repository, 'v2')).toMatchObject({ signers: ['targets/bob'], disagreements: [] });
  });

  it('another length is other content [291]', () => {
    const repository = trust((plan) => plan.targets.targets.set('v1', { ...metaOf('one'), length: 4 }));
    expect(lookUpTag(repository, 'v1').disagreements).toEqual([{ role: 'targets', sha256: sha256('one') }]);
  });

  it.each<[string, string]>([
    ['v9', `"v9" is not signed in ${gun}`],
    ['own', `"own" is not signed in ${gun}; it is signed only in targets/bob, targets/carol, from which tags are not pulled`],
    ['__proto__', `"__proto__" is not signed in ${gun}`],
    ['', `"" is not signed in ${gun}`],
  ])('refuses %j [307]', (tag, message) => {
    const targets = new Map([['own', metaOf('x')]]);
    const repository = trust((plan) =>
      plan.targets.delegations.push(makeDelegation('targets/bob', { targets }), makeDelegation('targets/carol', { targets })),
    );
    expect(() => lookUpTag(repository, tag)).toThrow(
      expect.objectContaining({ name: 'VerificationError', code: 'TARGET_NOT_SIGNED', object: tag, message }),
    );
  });

  it('finds tags of any name [293]', () => {
    const repository = trust((plan) => plan.targets.targets.set('__proto__', metaOf('p')).set('constructor', metaOf('c')));
    expect(lookUpTag(repository, '__proto__').sha256).toBe(sha256('p'));
    expect(lookUpTag(repository, 'constructor').sha256).toBe(sha256('c'));
  });

  it('passes over a target without SHA-256 [285]', () => {
    const hashes = new Map([['sha512', Buffer.alloc(64)]]);
    const repository = trust((plan) => plan.targets.targets.set('v5', { length: 1, hashes }));
    expect(() => lookUpTag(repository, 'v5')).toThrow(expect.objectContaining({ code: 'TARGET_NOT_SIGNED' }));
    expect(listTags(repository).map(({ tag }) => tag)).not.toContain('v5');
  });

  it('works without delegations', () => {
    const repository = trust((plan) => (plan.targets.delegations = []));
    expect(listTags(repository).map(({ tag, role }) => [tag, role])).toEqual([['v0', 'targets']]);
  });
});

describe('paths [289]', () => {
  const repository = trust((plan) => {
    const [releases] = plan.targets.delegations;
    releases!.paths = ['v1', 'rc-'];
    releases!.targets.set('old-v1', metaOf('old')).set('v1.5', metaOf('five'));
    plan.targets.delegations.push(makeDelegation('targets/none', { paths: [], targets: new Map([['v1', metaOf('x')]]) }));
  });

  it('a role has no say outside of them', () => {
    expect(lookUpTag(repository, 'v1.5').role).toBe('targets/releases');
    expect(lookUpTag(repository, 'v1')).toMatchObject({ role: 'targets/releases', disagreements: [] });
    expect(() => lookUpTag(repository, 'v2')).toThrow(expect.objectContaining({ code: 'TARGET_NOT_SIGNED' }));
  });

  it('reports what it claims', () => {
    expect(listStrayTags(repository)).toEqual([
      { role: 'targets/releases', tag: 'old-v1' },
      { role: 'targets/releases', tag: 'v2' },
      { role: 'targets/none', tag: 'v1' },
    ]);
    expect(listStrayTags(trust())).toEqual([]);
  });
});

describe('listTags', () => {
  it('has each tag once, in the order of the roles', () => {
    const repository = trust((plan) => plan.targets.targets.set('v1', metaOf('old')));
    expect(listTags(repository).map(({ tag, role }) => [tag, role])).toEqual([
      ['v1', 'targets/releases'],
      ['v2', 'targets/releases'],
      ['v0', 'targets'],
    ]);
  });
});

describe('checkFile [285]', () => {
  const bytes = Buffer.from('content');
  const meta = fileMetaOf(bytes);
  const changed = (algorithm: string) => ({
    ...meta,
    hashes: new Map([...meta.hashes, [algorithm, Buffer.alloc(meta.hashes.get(algorithm)?.length ?? 1)]]),
  });

  it('accepts the file with additional unknown algorithms', () => {
    expect(meta.hashes.size).toBe(2);
    expect([
      isFile(bytes, meta),
      isFile(bytes, changed('blake')),
      isFile(bytes, { ...meta, hashes: new Map([['sha512', meta.hashes.get('sha512')!]]) }),
    ]).toEqual([true, true, true]);
    expect(() => checkFile('targets', bytes, meta, 'snapshot')).not.toThrow();
  });

  it.each(['sha256', 'sha512'])('every hash must be right: %s', (algorithm) => {
    expect(isFile(bytes, changed(algorithm))).toBe(false);
    expect(() => checkFile('targets', bytes, changed(algorithm), 'snapshot')).toThrow(
      expect.objectContaining({
        code: 'METADATA_HASH_MISMATCH',
        object: 'targets',
        message: `the targets metadata is not the file that the snapshot lists: its ${algorithm} is not ${'00'.repeat(algorithm === 'sha256' ? 32 : 64)}`,
      }),
    );
  });
});

describe('keys of roles', () => {
  it('one signature twice, two IDs of one key, and the signature of a stranger count once [268, 269]', () => {
    const plan = makePlan();
    const key = makeSigner();
    const other = makeSigner();
    plan.roots[1]!.roles.targets = { keys: [key, other], threshold: 2, signedBy: [key] };
    expect(() => run(build(plan))).toThrow(expect.objectContaining({ code: 'SIGNATURES_BELOW_THRESHOLD', object: 'targets' }));
  });
});
