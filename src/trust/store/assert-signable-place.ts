import { PratiqueError } from '../../model/pratique-error.ts';

/** Schemes of places that hold no signatures, ours and those of skopeo; names of images on Docker Hub are among them. */
const schemes = /^(docker-archive|oci-archive|docker-daemon|containers-storage|oci|dir|rootfs|git|docker|podman|containerd):/;

const hints: ReadonlyMap<string, string> = new Map([
  ['oci', 'an OCI layout is oci-dir:FOLDER; an image that is named oci is registry:oci:TAG'],
  [
    'oci-archive',
    'unpack it with its signatures (mkdir app && tar -xf app.tar -C app) and give oci-dir:app, or give the image’s reference in its registry',
  ],
]);

/** Signatures lie in registries and OCI layouts. Throws USAGE for an image elsewhere, whose name would be looked for on Docker Hub. */
export function assertSignablePlace(image: string): void {
  const scheme = schemes.exec(image)?.[1];
  if (scheme !== undefined)
    throw new PratiqueError('USAGE', `${image}: signatures are stored in registries and OCI layouts, not in ${scheme}`, {
      hint:
        hints.get(scheme) ??
        `give the image’s reference in its registry, or oci-dir:FOLDER; an image that is named ${scheme} is registry:${image}`,
    });
  if (/^(?:\.{0,2}\/|~)/.test(image))
    throw new PratiqueError('USAGE', `${image} is a path; signatures are stored in registries and OCI layouts`, {
      hint: `give oci-dir:${image} where it is an OCI layout, or the image’s reference in its registry`,
    });
}
