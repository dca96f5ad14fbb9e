import { PratiqueError } from '../../model/pratique-error.ts';
import { type ImageReference, parseReference } from '../../model/reference.ts';
import { type ScanTarget } from '../../model/report.ts';

/** Schemes whose targets are named by a reference; those of the others are paths. */
const namedByReference: ReadonlySet<string> = new Set(['registry', 'docker', 'podman', 'containerd']);

/** Every reference under which the image of a report is known. */
export function targetReferences({ name, scheme, references = [] }: ScanTarget): readonly ImageReference[] {
  const texts = namedByReference.has(scheme) ? [name, ...references] : references;
  return texts.flatMap((text) => {
    try {
      return [parseReference(text)];
    } catch (error) {
      // An image ID names no repository.
      if (error instanceof PratiqueError) return [];
      throw error;
    }
  });
}
