import { type PublicKey } from '../../crypto/public-key.ts';
import { type Change, type DelegationEdit } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

export interface AddDelegationOptions extends StageOptions {
  /** `targets/NAME` or deeper. */
  readonly role: string;
  readonly keys?: readonly PublicKey[];
  /** Prefixes of target names; `['']` means all. */
  readonly paths?: readonly string[];
}

/** Creates a delegation or adds keys and paths to one, as `notary delegation add`. */
export function addDelegation(context: NotaryContext, options: AddDelegationOptions): Promise<Publication | undefined> {
  const { role, keys = [], paths = [] } = options;
  const edits: DelegationEdit[] = [];
  if (keys.length > 0) edits.push({ threshold: 1, addKeys: keys });
  if (paths.length > 0) edits.push({ addPaths: paths });
  return stageOrPublish(
    context,
    edits.map((edit): Change => ({ kind: 'add delegation', role, edit })),
    options,
  );
}
