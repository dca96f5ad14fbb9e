import { readSetting, type Environment, type SettingName } from './settings.ts';

const names = [
  'DOCKER_CONTENT_TRUST',
  'DOCKER_CONTENT_TRUST_SERVER',
  'DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE',
  'DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE',
] as const satisfies readonly SettingName[];

/** Docker's variables of Content Trust as they are set, for a report about them; those that are not set are left out. */
export function contentTrustVariables(environment: Environment = process.env): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => {
      const value = readSetting(name, environment);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
