import { type Runtime } from '../../../model/runtime.ts';
import { initializeRepository, isInitialized } from '../../notary/operation/initialize-repository.ts';
import { signTag } from '../../notary/operation/sign-tag.ts';
import { publishStaged } from '../../notary/operation/publish-staged.ts';
import { type NotaryContext } from '../../notary/notary-context.ts';
import { metadataTag } from '../../registry-metadata/metadata-artifact.ts';
import { type ImageToSign, type Resigner } from './resigner.ts';

/** Signs tags into the TUF repository that lies in the image's own repository (`trust/registry-metadata`), so that they stay bound to their digests. */
export function registryResigner(contextOf: (toSign: ImageToSign, runtime: Runtime) => NotaryContext): Resigner {
  return {
    scheme: 'registry',
    keyId: metadataTag,
    sign: async (toSign, runtime) => {
      const context = contextOf(toSign, runtime);
      const { digest, size, tags } = toSign.image;
      if (!(await isInitialized(context))) await initializeRepository(context);
      for (const { tag } of tags) await signTag(context, { tag, digest, size, isStaged: true });
      await publishStaged(context);
      return { foundAt: `tag ${metadataTag}` };
    },
  };
}
