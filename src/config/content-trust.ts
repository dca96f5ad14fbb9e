import { type Environment, readSetting, type SettingName } from './settings.ts';

const names: readonly SettingName[] = [
  'DOCKER_CONTENT_TRUST',
  'DOCKER_CONTENT_TRUST_SERVER',
  'DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE',
  'DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE',
  'NOTARY_ROOT_PASSPHRASE',
  'NOTARY_TARGETS_PASSPHRASE',
  'NOTARY_SNAPSHOT_PASSPHRASE',
  'NOTARY_DELEGATION_PASSPHRASE',
  'NOTARY_AUTH',
];

/** The variables of Docker Content Trust and of notary that are set, by name. */
export function contentTrustVariables(environment: Environment = process.env): ReadonlyMap<string, string> {
  const values = names.map((name) => [name, readSetting(name, environment)] as const);
  return new Map(values.filter((entry): entry is readonly [SettingName, string] => entry[1] !== undefined));
}
