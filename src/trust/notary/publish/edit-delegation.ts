import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { type DelegatedRole, type TargetsMetadata } from '../../tuf/metadata.ts';
import { type DelegationName, isDelegationName, parentRole } from '../../tuf/role-name.ts';
import { type DelegationEdit } from '../changelist/change.ts';
import { type ContentEditor } from './content-editor.ts';

type Delegations = TargetsMetadata['delegations'];

/** Adds keys and paths; makes the role when it is not there, which takes a key. */
export function addDelegation(editor: ContentEditor, role: string, edit: DelegationEdit): void {
  const name = assertDelegation(role);
  const parent = editor.targets(parentRole(name));
  const present = parent.delegations.roles.find((each) => each.name === name);
  if (present === undefined && (edit.addKeys ?? []).length === 0)
    throw new PratiqueError('CHANGE_INVALID', `cannot create ${role} without a key`);
  change(editor, name, present ?? { name, keyIds: [], threshold: 1, paths: [] }, edit);
}

/** Takes away and adds. The role stays when its last key goes: what it had signed must not be looked for elsewhere. */
export function updateDelegation(editor: ContentEditor, role: string, edit: DelegationEdit): void {
  const name = assertDelegation(role);
  const present = editor.delegation(name);
  if (present === undefined) throw new PratiqueError('CHANGE_INVALID', `the repository has no delegation ${role}`);
  change(editor, name, present, edit);
}

/** The role and everything beneath it. Without a complaint when it is not there. */
export function removeDelegation(editor: ContentEditor, role: string): void {
  const name = assertDelegation(role);
  if (editor.delegation(name) === undefined) return;
  const parent = editor.targets(parentRole(name));
  const roles = parent.delegations.roles.filter((each) => each.name !== name);
  editor.setTargets(parentRole(name), { ...parent, delegations: withoutUnusedKeys({ ...parent.delegations, roles }) });
  editor.dropTargets(name);
}

/** From every delegation beneath `parent`, at any depth. */
export function purgeKeys(editor: ContentEditor, parent: string, keyIds: readonly string[]): void {
  for (const name of editor.delegations.filter((each) => each.startsWith(`${parent}/`)))
    updateDelegation(editor, name, { removeKeyIds: keyIds });
}

function change(editor: ContentEditor, name: DelegationName, present: DelegatedRole, edit: DelegationEdit): void {
  const parent = editor.targets(parentRole(name));
  const { keys, roles } = parent.delegations;
  const isGone = (id: string): boolean => hasKey(keys, id, edit.removeKeyIds ?? []);
  const keyIds = [...new Set([...present.keyIds, ...(edit.addKeys ?? []).map(({ id }) => id)])].filter((id) => !isGone(id));
  const kept = edit.clearPaths === true ? [] : present.paths.filter((path) => edit.removePaths?.includes(path) !== true);
  const paths = [...new Set([...kept, ...(edit.addPaths ?? [])])];
  const role: DelegatedRole = { name, keyIds, paths, threshold: edit.threshold ?? present.threshold };
  const isNew = !roles.includes(present);
  if (!isNew && isSame(role, present)) return;
  const all = new Map([...keys, ...(edit.addKeys ?? []).map((key) => [key.id, key] as const)]);
  const others = isNew ? [...roles, role] : roles.map((each) => (each === present ? role : each));
  const delegations = withoutUnusedKeys({ ...parent.delegations, keys: all, roles: others });
  editor.setTargets(parentRole(name), { ...parent, delegations });
}

/** By its own ID or by that of the bare key inside a certificate. */
function hasKey(keys: ReadonlyMap<string, PublicKey>, id: string, wanted: readonly string[]): boolean {
  return wanted.includes(id) || wanted.includes(keys.get(id)?.canonicalId ?? id);
}

function withoutUnusedKeys({ keys, unusableKeys, roles }: Delegations): Delegations {
  const used = new Set(roles.flatMap(({ keyIds }) => keyIds));
  const only = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> => new Map([...map].filter(([id]) => used.has(id)));
  return { keys: only(keys), unusableKeys: only(unusableKeys), roles };
}

function isSame(one: DelegatedRole, other: DelegatedRole): boolean {
  return JSON.stringify([one.threshold, one.keyIds, one.paths]) === JSON.stringify([other.threshold, other.keyIds, other.paths]);
}

function assertDelegation(role: string): DelegationName {
  if (isDelegationName(role)) return role;
  throw new PratiqueError('CHANGE_INVALID', `${JSON.stringify(role.slice(0, 80))} is not a delegation name`, {
    hint: 'write it as targets/NAME, in lower case',
  });
}
