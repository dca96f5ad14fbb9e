import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

/** Takes keys from every delegation. */
export function purgeDelegationKeys(
  context: NotaryContext,
  options: StageOptions & { readonly keyIds: readonly string[] },
): Promise<Publication | undefined> {
  return stageOrPublish(context, [{ kind: 'purge keys', parent: 'targets', keyIds: options.keyIds }], options);
}
