import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicKeyFromKeyObject } from '../../crypto/public-key-from-pem.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { type DelegatedRole, type RootMetadata, type TargetsMetadata } from '../../tuf/metadata.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';
import { type Change } from '../changelist/change.ts';
import { applyChange } from './apply-change.ts';
import { ContentEditor } from './content-editor.ts';
import { type EditedContent } from './repository-content.ts';

const [one, two] = [newKey(), newKey()];
const target = (fill: number): { length: number; hashes: ReadonlyMap<string, Buffer> } => ({
  length: fill,
  hashes: new Map([['sha256', Buffer.alloc(32, fill)]]),
});

function newKey(): PublicKey {
  return publicKeyFromKeyObject(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey, 'test');
}

function targetsOf(names: readonly string[], roles: readonly DelegatedRole[] = [], keys: readonly PublicKey[] = []): TargetsMetadata {
  return {
    kind: 'targets',
    version: 3,
    expires: new Date(0),
    targets: new Map(names.map((name) => [name, target(1)])),
    delegations: { keys: new Map(keys.map((key) => [key.id, key])), unusableKeys: new Map(), roles },
  };
}

const role = { keyIds: [one.id], threshold: 1 };
const root: RootMetadata = {
  kind: 'root',
  version: 1,
  expires: new Date(0),
  consistentSnapshot: false,
  keys: new Map([[one.id, one]]),
  roles: { root: role, targets: role, snapshot: role, timestamp: role },
};
const releases: DelegatedRole = { name: 'targets/releases', keyIds: [one.id], threshold: 1, paths: ['v'] };
const deep: DelegatedRole = { name: 'targets/releases/deep', keyIds: [two.id], threshold: 1, paths: ['v1', 'x'] };

function apply(changes: readonly Change[], refused = new Map<TargetsRole, TargetsMetadata>()): EditedContent {
  const targets = new Map<TargetsRole, TargetsMetadata>([
    ['targets', targetsOf(['v1'], [releases], [one])],
    ...(refused.has('targets/releases') ? [] : [['targets/releases', targetsOf(['v1'], [deep], [two])] as const]),
  ]);
  const editor = new ContentEditor({ root, targets, refused });
  for (const change of changes) applyChange(editor, change);
  return editor.result();
}

const names = (edited: EditedContent, of: TargetsRole): readonly string[] => [...(edited.targets.get(of)?.targets.keys() ?? [])];

describe('changes', () => {
  it.each<[string, Change, readonly string[]]>([
    ['a new tag', { kind: 'add target', role: 'targets', name: 'v2', target: target(1) }, ['targets']],
    ['the same tag', { kind: 'add target', role: 'targets', name: 'v1', target: target(1) }, []],
    ['another digest', { kind: 'add target', role: 'targets', name: 'v1', target: target(2) }, ['targets']],
    [
      'a tag within paths',
      { kind: 'add target', role: 'targets/releases/deep', name: 'v1.1', target: target(1) },
      ['targets/releases/deep'],
    ],
    ['a tag taken away', { kind: 'remove target', role: 'targets', name: 'v1' }, ['targets']],
    ['a tag that is not there taken away', { kind: 'remove target', role: 'targets', name: 'v9' }, []],
    ['a new delegation', { kind: 'add delegation', role: 'targets/new', edit: { addKeys: [two] } }, ['targets']],
    ['paths that are there', { kind: 'add delegation', role: 'targets/releases', edit: { addPaths: ['v'] } }, []],
    ['all paths', { kind: 'add delegation', role: 'targets/releases', edit: { addPaths: [''] } }, ['targets']],
    ['no paths', { kind: 'update delegation', role: 'targets/releases', edit: { clearPaths: true } }, ['targets']],
    ['a key of nobody', { kind: 'update delegation', role: 'targets/releases', edit: { removeKeyIds: [two.id] } }, []],
    ['a delegation taken away', { kind: 'remove delegation', role: 'targets/releases/deep' }, ['targets/releases']],
    ['a delegation that is not there', { kind: 'remove delegation', role: 'targets/none' }, []],
    ['keys purged', { kind: 'purge keys', parent: 'targets', keyIds: [two.id] }, ['targets/releases']],
    ['a witness', { kind: 'witness', role: 'targets' }, ['targets']],
    ['another timestamp key', { kind: 'replace keys', role: 'timestamp', keys: [two] }, ['root']],
    ['another targets key', { kind: 'replace keys', role: 'targets', keys: [two] }, ['root', 'targets']],
  ])('%s: what has to be signed anew', (_, change, dirty) => {
    expect([...apply([change]).dirty].sort()).toEqual(dirty);
  });

  it.each<[string, Change]>([
    ['a role of nobody', { kind: 'add target', role: 'targets/none', name: 'v1', target: target(1) }],
    ['no role at all', { kind: 'add target', role: 'snapshot', name: 'v1', target: target(1) }],
    ['288 a role that climbs', { kind: 'add target', role: 'targets/../x', name: 'v1', target: target(1) }],
    ['a tag outside of paths', { kind: 'add target', role: 'targets/releases', name: 'w1', target: target(1) }],
    ['289 a tag outside of paths further up', { kind: 'add target', role: 'targets/releases/deep', name: 'x1', target: target(1) }],
    ['294 control characters', { kind: 'add target', role: 'targets', name: 'a\u0007', target: target(1) }],
    ['an empty tag', { kind: 'add target', role: 'targets', name: '', target: target(1) }],
    ['half a pair', { kind: 'add target', role: 'targets', name: '\ud800', target: target(1) }],
    ['a delegation without keys', { kind: 'add delegation', role: 'targets/new', edit: { addPaths: [''] } }],
    ['a delegation of nobody', { kind: 'add delegation', role: 'targets/none/new', edit: { addKeys: [two] } }],
    ['an upper-case delegation', { kind: 'add delegation', role: 'targets/New', edit: { addKeys: [two] } }],
    ['keys of a delegation', { kind: 'replace keys', role: 'targets/releases', keys: [two] }],
    ['no keys', { kind: 'replace keys', role: 'root', keys: [] }],
    ['a witness of nobody', { kind: 'witness', role: 'targets/none' }],
  ])('%s is refused', (_, change) => {
    expect(() => apply([change])).toThrow(expect.objectContaining({ code: 'CHANGE_INVALID' }));
  });

  it('removes a delegation with its children, and its keys where no other role has them', () => {
    const edited = apply([{ kind: 'remove delegation', role: 'targets/releases' }]);
    expect([[...edited.targets.keys()], [...edited.removed], edited.targets.get('targets')?.delegations.keys.size]).toEqual([
      ['targets'],
      ['targets/releases'],
      0,
    ]);
  });

  it('keeps a delegation whose last key is removed, so that no later role is consulted', () => {
    const edited = apply([{ kind: 'update delegation', role: 'targets/releases', edit: { removeKeyIds: [one.id] } }]);
    expect(edited.targets.get('targets')?.delegations.roles).toEqual([{ ...releases, keyIds: [] }]);
  });

  it('signs a refused delegation again only by witnessing it, and increases its version', () => {
    const refused = new Map<TargetsRole, TargetsMetadata>([['targets/releases', { ...targetsOf(['v8']), version: 7 }]]);
    const added = apply([{ kind: 'add target', role: 'targets/releases', name: 'v9', target: target(1) }], refused);
    expect([names(added, 'targets/releases'), added.targets.get('targets/releases')?.version]).toEqual([['v9'], 7]);
    const witnessed = apply([{ kind: 'witness', role: 'targets/releases' }], refused);
    expect([names(witnessed, 'targets/releases'), witnessed.targets.get('targets/releases')?.version]).toEqual([['v8'], 7]);
  });

  it('replaces an old key that no other role has', () => {
    const three = newKey();
    const edited = apply([
      { kind: 'replace keys', role: 'timestamp', keys: [two] },
      { kind: 'replace keys', role: 'timestamp', keys: [three] },
    ]);
    expect([...edited.root.keys.keys()].sort()).toEqual([one.id, three.id].sort());
    expect(edited.root.roles.timestamp).toEqual({ keyIds: [three.id], threshold: 1 });
  });
});
