import { formatPurl } from '../../model/purl.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { type ScanTarget } from '../../model/report.ts';

/** purl-spec, oci: the last part of the repository, the manifest's digest, and where it is. `undefined` for what is not in a registry or has no manifest. */
export function imagePurl({ name, manifestDigest, platform }: ScanTarget): string | undefined {
  if (manifestDigest === undefined) return undefined;
  try {
    const { registry, repository, tag } = parseReference(name);
    const last = repository.slice(repository.lastIndexOf('/') + 1);
    const qualifiers = {
      ...(platform === undefined ? {} : { arch: platform.architecture }),
      repository_url: `${registry}/${repository}`,
      ...(tag === undefined ? {} : { tag }),
    };
    return formatPurl({ type: 'oci', name: last, version: manifestDigest, qualifiers });
  } catch (error) {
    if (error instanceof PratiqueError) return undefined;
    throw error;
  }
}

/** Whether a target's name is a reference, and not a path. */
export function isReferenceScheme(scheme: string): boolean {
  return referenceSchemes.has(scheme);
}

const referenceSchemes: ReadonlySet<string> = new Set(['registry', 'docker', 'podman', 'containerd']);
