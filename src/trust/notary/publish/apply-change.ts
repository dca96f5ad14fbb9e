import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { type FileMeta, type RootMetadata } from '../../tuf/metadata.ts';
import { baseRoles, type BaseRole, isDelegationName, parentRole } from '../../tuf/role-name.ts';
import { type Change, type TargetContent } from '../changelist/change.ts';
import { type ContentEditor } from './content-editor.ts';
import { addDelegation, purgeKeys, removeDelegation, updateDelegation } from './edit-delegation.ts';
import { checkTargetName } from './check-target-name.ts';

/** Makes one change. What changes nothing marks nothing. Throws CHANGE_INVALID. */
export function applyChange(editor: ContentEditor, change: Change): void {
  switch (change.kind) {
    case 'add target':
      addTarget(editor, change.role, change.name, change.target);
      break;
    case 'remove target':
      removeTarget(editor, change.role, change.name);
      break;
    case 'add delegation':
      addDelegation(editor, change.role, change.edit);
      break;
    case 'update delegation':
      updateDelegation(editor, change.role, change.edit);
      break;
    case 'remove delegation':
      removeDelegation(editor, change.role);
      break;
    case 'purge keys':
      purgeKeys(editor, change.parent, change.keyIds);
      break;
    case 'witness':
      editor.witness(change.role);
      break;
    case 'replace keys':
      replaceKeys(editor, change.role, change.keys);
      break;
  }
}

function addTarget(editor: ContentEditor, role: string, name: string, target: TargetContent): void {
  checkTargetName(name);
  const content = editor.targets(role);
  if (!mayName(editor, role, name))
    throw new PratiqueError('CHANGE_INVALID', `${role} may not sign ${JSON.stringify(name)}, which is outside its paths`);
  const present = content.targets.get(name);
  if (present !== undefined && isSame(present, target)) return;
  editor.setTargets(role, { ...content, targets: new Map([...content.targets, [name, target]]) });
}

function removeTarget(editor: ContentEditor, role: string, name: string): void {
  const content = editor.targets(role);
  if (!content.targets.has(name)) return;
  editor.setTargets(role, { ...content, targets: new Map([...content.targets].filter(([each]) => each !== name)) });
}

/** It, and every delegation above it. */
function mayName(editor: ContentEditor, role: string, name: string): boolean {
  if (role === 'targets' || !isDelegationName(role)) return true;
  const isInside = editor.delegation(role)?.paths.some((path) => name.startsWith(path)) === true;
  return isInside && mayName(editor, parentRole(role), name);
}

function isSame(one: FileMeta, other: TargetContent): boolean {
  const isEqual = ([algorithm, hash]: readonly [string, Buffer]): boolean => other.hashes.get(algorithm)?.equals(hash) === true;
  return one.length === other.length && one.hashes.size === other.hashes.size && [...one.hashes].every(isEqual);
}

/** Replaces all keys of a base role, and removes keys that no role uses any more. */
function replaceKeys(editor: ContentEditor, role: string, keys: readonly PublicKey[]): void {
  const name = baseRoles.find((each) => each === role);
  if (name === undefined || keys.length === 0)
    throw new PratiqueError('CHANGE_INVALID', `cannot replace the keys of ${JSON.stringify(role)} with ${keys.length} keys`);
  editor.setRoot(withKeys(editor.root, name, keys));
  if (name === 'targets') editor.witness('targets');
}

function withKeys(root: RootMetadata, name: BaseRole, keys: readonly PublicKey[]): RootMetadata {
  const threshold = Math.min(root.roles[name].threshold, keys.length);
  const roles = { ...root.roles, [name]: { keyIds: keys.map(({ id }) => id), threshold } };
  const used = new Set(Object.values(roles).flatMap(({ keyIds }) => keyIds));
  const all = new Map([...root.keys, ...keys.map((key) => [key.id, key] as const)]);
  return { ...root, roles, keys: new Map([...all].filter(([id]) => used.has(id))) };
}
