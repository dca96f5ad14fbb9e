import { type Change, type DelegationEdit } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

export interface RemoveDelegationOptions extends StageOptions {
  readonly role: string;
  /** IDs of bare public keys. */
  readonly keyIds?: readonly string[];
  readonly paths?: readonly string[];
  readonly isAllPaths?: boolean;
}

/** Takes keys and paths from a delegation; without either takes the delegation away, with everything beneath it. */
export function removeDelegation(context: NotaryContext, options: RemoveDelegationOptions): Promise<Publication | undefined> {
  const { role, keyIds = [], paths = [], isAllPaths = false } = options;
  const edits: DelegationEdit[] = [];
  if (isAllPaths) edits.push({ clearPaths: true });
  if (paths.length > 0) edits.push({ removePaths: paths });
  if (keyIds.length > 0) edits.push({ removeKeyIds: keyIds });
  const changes = edits.map((edit): Change => ({ kind: 'update delegation', role, edit }));
  return stageOrPublish(context, changes.length === 0 ? [{ kind: 'remove delegation', role }] : changes, options);
}
