import { type Change } from '../changelist/change.ts';
import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { publishChanges } from '../publish/publish-changes.ts';
import { type Publication } from '../publish/publish-edited.ts';

/** Options of commands that change a repository. */
export interface StageOptions {
  /** Stages the change, as notary does without `-p`; `publish` applies it later. */
  readonly isStaged?: boolean;
}

/** `undefined` when the changes were only staged. Changes that were staged before are not published. */
export async function stageOrPublish(
  context: NotaryContext,
  changes: readonly Change[],
  { isStaged = false }: StageOptions,
): Promise<Publication | undefined> {
  if (!isStaged) return publishChanges(context, changes);
  await new Changelist(changelistFolder(context.directory, context.gun)).add(changes, context.runtime);
  return undefined;
}
