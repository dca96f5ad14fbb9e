import { waitForTurn } from '../../../lib/async/wait-for-turn.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Change } from '../changelist/change.ts';
import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';
import { applyChange } from './apply-change.ts';
import { ContentEditor } from './content-editor.ts';
import { continueVersions } from './continue-versions.ts';
import { contentOf, type Publication, publishEdited } from './publish-edited.ts';

/** Applies changes to the current state of the repository and publishes them; tries again a few times when others published in between. */
export async function makeChanges(context: NotaryContext, changes: readonly Change[], staged: readonly string[]): Promise<Publication> {
  for (let attempt = 1; attempt <= limits.notaryPublishAttempts; attempt += 1) {
    const repository = await readRepository(context, { isForChange: true });
    const editor = new ContentEditor(contentOf(repository));
    for (const change of changes) applyChange(editor, change);
    const edited = await continueVersions(editor.result(), context);
    if (edited.dirty.size === 0) {
      await new Changelist(changelistFolder(context.directory, context.gun)).remove(staged);
      return { versions: new Map(), repository, ...(attempt === 1 ? {} : { isMerged: true }) };
    }
    const published = await publishEdited(context, { before: repository, edited, changes, staged });
    if (published !== undefined) return published;
    await waitForTurn(attempt, context.runtime.signal);
  }
  throw new PratiqueError(
    'TRUST_CONFLICT',
    `cannot publish to ${context.gun}: other clients published ${limits.notaryPublishAttempts} times in between`,
    {
      hint:
        staged.length > 0
          ? `run pratique trust publish ${context.gun} again; the changes are still staged`
          : 'nothing was published or staged; run the command again',
    },
  );
}
