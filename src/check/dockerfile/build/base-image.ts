import { type BaseImage } from './build.ts';

/** Divides an image name (distribution/reference). A colon before the last slash is a port. */
export function readBaseImage(name: string, isKnown: boolean): BaseImage {
  const at = name.indexOf('@');
  const withoutDigest = at < 0 ? name : name.slice(0, at);
  const slash = withoutDigest.lastIndexOf('/');
  const colon = withoutDigest.indexOf(':', slash + 1);
  const path = colon < 0 ? withoutDigest : withoutDigest.slice(0, colon);
  const first = path.indexOf('/');
  const host = first < 0 ? '' : path.slice(0, first);
  const isHost = host === 'localhost' || /[.:]/.test(host);
  return {
    name,
    isKnown,
    ...(isHost ? { registry: host } : {}),
    repository: isHost ? path.slice(first + 1) : path,
    ...(colon < 0 ? {} : { tag: withoutDigest.slice(colon + 1) }),
    ...(at < 0 ? {} : { digest: name.slice(at + 1) }),
  };
}

/** The last part of the repository: `node` of `registry.example/mirror/node`. */
export function shortName({ repository }: BaseImage): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** An official image of Docker Hub is named without a folder, or with `library`. */
export function isOfficial({ registry, repository }: BaseImage): boolean {
  if (registry !== undefined && registry !== 'docker.io') return false;
  return /^(?:library\/)?[^/]+$/.test(repository);
}
