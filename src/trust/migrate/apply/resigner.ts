import { type Runtime } from '../../../model/runtime.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type SubjectDescriptor } from '../../store/resolve-image.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';

/** A way of signing anew what Content Trust vouched for; one file each. */
export interface Resigner {
  readonly scheme: 'sigstore' | 'notation' | 'registry';
  /** The key that signs, so that a record tells whether it was this one: a fingerprint in hexadecimal. */
  readonly keyId: string;
  /** Signs and stores beside the image; where, for people. What is made is verified before it is stored. */
  sign(image: ImageToSign, runtime: Runtime): Promise<{ readonly foundAt: string }>;
}

export interface ImageToSign {
  readonly image: ResolvedSignedImage;
  readonly subject: SubjectDescriptor;
  readonly repository: Repository;
  /** Who had signed it, to be signed with it. */
  readonly annotations: ReadonlyMap<string, string>;
}
