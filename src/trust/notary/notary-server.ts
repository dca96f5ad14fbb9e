import { PratiqueError } from '../../model/pratique-error.ts';
import { type Gun, registryOfGun } from './gun.ts';

/** Docker Hub's, until 2026-12-08. */
const dockerHubServer = 'https://notary.docker.io';

/**
 * The Notary server of a repository, as Docker chooses it: the configured one, which must be https, otherwise Docker Hub's or the host of the
 * registry. Throws CONFIG_INVALID.
 */
export function notaryServerOf(gun: Gun, setting: string | undefined): string {
  if (setting === undefined || setting === '')
    return registryOfGun(gun) === 'docker.io' ? dockerHubServer : `https://${registryOfGun(gun)}`;
  if (URL.canParse(setting) && new URL(setting).protocol === 'https:') return setting;
  throw new PratiqueError('CONFIG_INVALID', `the trust server ${JSON.stringify(setting.slice(0, 120))} is not an https URL`);
}
