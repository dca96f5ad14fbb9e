import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

/** Signs roles again unchanged, with a new version and expiry: `targets`, delegations, and `snapshot` where its key is here, with the timestamp where no
 * server signs it. */
export function witnessRoles(
  context: NotaryContext,
  options: StageOptions & { readonly roles: readonly string[] },
): Promise<Publication | undefined> {
  return stageOrPublish(
    context,
    options.roles.map((role) => ({ kind: 'witness', role })),
    options,
  );
}
