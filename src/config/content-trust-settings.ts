import { type Environment, readSetting, type SettingName } from './settings.ts';

/** What the environment says about Docker Content Trust and Notary servers. */
export interface ContentTrustSettings {
  /** Docker takes what is not a boolean for yes. */
  readonly isEnabled: boolean;
  /** As given; its reader says whether it is a URL. */
  readonly server?: string;
  /** Of NOTARY_AUTH. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** By the role of a key: `root`, `targets`, `snapshot`, and every other name for a signer's or a delegation's. */
  passphraseFor(role: string): string | undefined;
}

/** As Docker reads its variables, and notary its own where Docker's say nothing. Empty ones count as not set. */
export function contentTrustSettings(environment: Environment = process.env): ContentTrustSettings {
  const read = (name: SettingName): string | undefined => readSetting(name, environment) || undefined;
  const enabled = read('DOCKER_CONTENT_TRUST');
  const server = read('DOCKER_CONTENT_TRUST_SERVER');
  const credentials = decodeCredentials(read('NOTARY_AUTH'));
  return {
    isEnabled: enabled !== undefined && !falseWords.has(enabled),
    ...(server === undefined ? {} : { server }),
    ...(credentials === undefined ? {} : { credentials }),
    passphraseFor: (role) => {
      const docker = role === 'root' ? 'DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE' : 'DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE';
      return read(docker) ?? read(notaryVariables.get(role) ?? 'NOTARY_DELEGATION_PASSPHRASE');
    },
  };
}

/** Go, strconv.ParseBool. */
const falseWords: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

const notaryVariables: ReadonlyMap<string, SettingName> = new Map([
  ['root', 'NOTARY_ROOT_PASSPHRASE'],
  ['targets', 'NOTARY_TARGETS_PASSPHRASE'],
  ['snapshot', 'NOTARY_SNAPSHOT_PASSPHRASE'],
]);

/** What is not base64 of `user:password` is passed over, as notary does. */
function decodeCredentials(text: string | undefined): { readonly username: string; readonly password: string } | undefined {
  const decoded = text === undefined ? '' : Buffer.from(text, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 1 ? undefined : { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
