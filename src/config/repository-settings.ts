import { readSetting, type Environment } from './settings.ts';

/** The signed repository of advisories that the environment names, and the file with its root. */
export function repositorySettings(environment: Environment = process.env): {
  readonly places?: readonly string[];
  readonly root?: string;
} {
  const places = (readSetting('PRATIQUE_DB_REPOSITORY', environment) ?? '')
    .split(',')
    .map((place) => place.trim())
    .filter((place) => place !== '');
  const root = readSetting('PRATIQUE_DB_ROOT', environment) ?? '';
  return { ...(places.length > 0 && { places }), ...(root !== '' && { root }) };
}

/** What the private keys of a repository are encrypted with. */
export function repositoryPassphrase(environment: Environment = process.env): string | undefined {
  return readSetting('PRATIQUE_REPO_PASSPHRASE', environment) || undefined;
}

/** The npm registry that npm itself would use. */
export function npmRegistry(environment: Environment = process.env): string {
  return readSetting('NPM_CONFIG_REGISTRY', environment) || 'https://registry.npmjs.org/';
}
