import { type Diagnosis } from '../store/diagnose-repository.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';

/** A diagnosis about the trust metadata as a whole. */
export function metadataProblem(code: Diagnosis['code'], message: string): Diagnosis {
  return { code, object: trustMetadataTag, message };
}
