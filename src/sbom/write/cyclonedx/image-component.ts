import { digestAlgorithm, digestHex } from '../../../model/digest.ts';
import { type ScanTarget } from '../../../model/report.ts';
import { imagePurl, isReferenceScheme } from '../image-purl.ts';

/** The bom-ref of what the document is about. */
export function imageReference(target: ScanTarget): string {
  return (isReferenceScheme(target.scheme) ? imagePurl(target) : undefined) ?? target.manifestDigest ?? 'image';
}

/** A source tree is an application; everything else is the file system of a container. */
export function makeImageComponent(target: ScanTarget): Readonly<Record<string, unknown>> {
  const { name, scheme, manifestDigest } = target;
  const purl = isReferenceScheme(scheme) ? imagePurl(target) : undefined;
  const hashes =
    manifestDigest === undefined
      ? undefined
      : [{ alg: digestAlgorithm(manifestDigest) === 'sha256' ? 'SHA-256' : 'SHA-512', content: digestHex(manifestDigest) }];
  return {
    type: scheme === 'dir' || scheme === 'git' ? 'application' : 'container',
    'bom-ref': imageReference(target),
    name,
    version: manifestDigest,
    hashes,
    purl,
  };
}
