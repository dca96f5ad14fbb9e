import { type Runtime } from '../../../model/runtime.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type SubjectDescriptor } from '../../store/resolve-image.ts';
import { type PolicyTerms, type SignatureWitnesses } from '../policy/policy-terms.ts';
import { type ResolvedSignedImage } from '../resolve/signed-image.ts';

/** One scheme that signs again what Content Trust signed; one file each. */
export interface Resigner {
  readonly scheme: 'sigstore' | 'notation' | 'registry';
  /** Fingerprint in hexadecimal of the signing key, by which the record recognises lines of an earlier run. */
  readonly keyId: string;
  /** Whether each tag is signed by itself, not the image with all of its tags. */
  readonly isPerTag?: boolean;
  readonly witnesses?: SignatureWitnesses;
  /**
   * Throws when these images of one repository cannot be signed: keys are missing, or the trust data cannot be read. Run for every scheme before anything is
   * signed, so that a run does not stop halfway.
   */
  check?(place: RepositoryPlace, images: readonly ResolvedSignedImage[], runtime: Runtime): Promise<void>;
  /** Where the image has a signature by the same key already, such as one of an earlier run or another machine. Throws where the registry contradicts the old signature. */
  findExisting(image: ImageToSign, runtime: Runtime): Promise<string | undefined>;
  /** Signs, verifies the result and stores it beside the image. `foundAt` is for people. */
  sign(image: ImageToSign, runtime: Runtime): Promise<{ readonly foundAt: string }>;
  /** What a policy must require so that these signatures, and no others, are trusted. */
  policyTerms(place: RepositoryPlace, runtime: Runtime): Promise<PolicyTerms>;
}

export interface RepositoryPlace {
  /** `registry/repository` */
  readonly name: string;
  readonly repository: Repository;
}

export interface ImageToSign {
  readonly image: ResolvedSignedImage;
  readonly subject: SubjectDescriptor;
  readonly repository: Repository;
  /** Who had signed it; part of what is signed. */
  readonly annotations: ReadonlyMap<string, string>;
}
