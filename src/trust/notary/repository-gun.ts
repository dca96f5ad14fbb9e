import { access } from 'node:fs/promises';
import { dockerHubNames, type ImageReference } from '../../model/reference.ts';
import { metadataFile, type TrustDirectory } from './directory/trust-directory.ts';
import { isMissing } from './directory/trust-file-error.ts';
import { type Gun, parseGun } from './gun.ts';

/**
 * The one name of a repository in trust metadata, however a reference spells its registry: `docker.io` for Docker Hub, and no default port (443, and 80
 * for plain HTTP). Were each spelling a name of its own, another one would lead past cached roots and pins.
 */
export function canonicalGun({ registry, repository }: ImageReference): Gun {
  const host = registry.replace(/:(?:443|80)$/, '');
  return parseGun(`${dockerHubNames.has(host) ? 'docker.io' : host}/${repository}`);
}

/** The canonical name, and the ones that Docker and earlier versions used for other spellings, this reference's own first. */
export function gunsOf(reference: ImageReference): readonly [Gun, ...Gun[]] {
  const { registry, repository } = reference;
  const canonical = canonicalGun(reference);
  const [host = ''] = canonical.split('/');
  const hosts = host === 'docker.io' ? [...dockerHubNames] : [host];
  const spelled = [registry, ...hosts.flatMap((each) => [each, `${each}:443`, `${each}:80`])].map((each) =>
    parseGun(`${each}/${repository}`),
  );
  return [canonical, ...new Set(spelled.filter((gun) => gun !== canonical))];
}

/**
 * The names to ask a Notary server for where this machine knows none, in order: the canonical one, then the reference's own, as Docker signs it. A pinned root
 * is found under every spelling of the port; without a pin nothing is trusted at first sight under a name that the user did not write.
 */
export function gunsToAsk(reference: ImageReference, { isPinned }: { readonly isPinned: boolean }): readonly [Gun, ...Gun[]] {
  const [canonical, ...others] = gunsOf(reference);
  const own = parseGun(`${reference.registry}/${reference.repository}`);
  const isHub = canonical.startsWith('docker.io/');
  return [canonical, ...others.filter((gun) => gun === own || (isPinned && !isHub))];
}

/** The name to use on this machine: the first one with a trusted root here, so that no spelling is a first use again; the canonical one where there is none. */
export async function findGun(
  reference: ImageReference,
  directory: TrustDirectory,
): Promise<{ readonly gun: Gun; readonly isKnown: boolean }> {
  const [canonical, ...others] = gunsOf(reference);
  for (const gun of [canonical, ...others]) if (await exists(metadataFile(directory, gun, 'root'))) return { gun, isKnown: true };
  return { gun: canonical, isKnown: false };
}

/** A file that cannot be looked at counts as there: reading it says why. */
async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );
}
