import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

/** Signs roles again as they are, with a new version and expiry: `targets` and delegations. */
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
