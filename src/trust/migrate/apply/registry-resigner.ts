import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { digestHex } from '../../../model/digest.ts';
import { initializeRepository, isInitialized } from '../../notary/operation/initialize-repository.ts';
import { publishStaged } from '../../notary/operation/publish-staged.ts';
import { signTag } from '../../notary/operation/sign-tag.ts';
import { type NotaryContext } from '../../notary/notary-context.ts';
import { readRepository } from '../../notary/update/read-repository.ts';
import { trustMetadataTag } from '../../store/trust-metadata-tag.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';
import { type RepositoryPlace, type Resigner } from './resigner.ts';

/** Signs tags into the trust metadata in the image's own repository (`trust/registry-metadata`), which bind each tag to its digest. */
export function registryResigner(contextOf: (place: RepositoryPlace, runtime: Runtime) => NotaryContext): Resigner {
  return {
    scheme: 'registry',
    keyId: trustMetadataTag,
    sign: async ({ image, repository }, runtime) => {
      const context = contextOf({ name: image.repository, repository }, runtime);
      const { digest, size, tags } = image;
      if (await isInitialized(context)) await assertNotBoundElsewhere(context, image);
      else await initializeRepository(context);
      for (const { tag } of tags) await signTag(context, { tag, digest, size, isStaged: true });
      await publishStaged(context);
      return { foundAt: `tag ${trustMetadataTag}` };
    },
    policyTerms: async (place, runtime) => {
      const context = contextOf(place, runtime);
      if (!(await isInitialized(context))) return { notary: { server: 'registry', rootKeys: [] } };
      const { root } = await readRepository(context, { isForChange: true });
      return { notary: { server: 'registry', rootKeys: root.content.roles.root.keyIds } };
    },
  };
}

/** Trust metadata in the registry are newer than those of the Notary server: a tag that was signed there since is not moved back. */
async function assertNotBoundElsewhere(context: NotaryContext, { digest, tags }: ResolvedSignedImage): Promise<void> {
  const bound = new Map(listTags(await readRepository(context, { isForChange: true })).map(({ tag, sha256 }) => [tag, sha256]));
  for (const { tag } of tags) {
    const sha256 = bound.get(tag) ?? digestHex(digest);
    if (sha256 === digestHex(digest)) continue;
    throw new PratiqueError('CHANGE_INVALID', `the trust metadata in the registry bind ${tag} to sha256:${sha256} already`, {
      hint: 'keep it, or sign the older image with pratique trust sign --server registry',
    });
  }
}
