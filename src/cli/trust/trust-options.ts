import { type CommandOption } from '../command.ts';
import { registryOptions } from '../words/registry-options.ts';

const trustDirOption: CommandOption = {
  name: 'trust-dir',
  value: 'DIRECTORY',
  meaning: 'directory of keys and trusted metadata',
  default: 'trust in Docker’s directory, ~/.docker/trust',
  completes: 'directory',
};

const passphraseOptions: readonly CommandOption[] = [
  {
    name: 'passphrase-file',
    value: 'FILE',
    meaning: 'file whose first line is the passphrase of all keys used',
    completes: 'file',
  },
  { name: 'passphrase-fd', value: 'NUMBER', meaning: 'read that passphrase from this file descriptor' },
];

/** For commands that only manage keys. */
export const trustKeyOptions: readonly CommandOption[] = [
  {
    name: 'server',
    short: 's',
    aliases: [{ name: 'trust-server' }],
    value: 'registry',
    meaning: 'registry: keys of trust metadata in the image’s own repository',
    choices: ['registry'],
    default: 'keys of Notary servers',
  },
  trustDirOption,
  ...passphraseOptions,
];

/** For commands that connect to a Notary server. */
export const trustReadOptions: readonly CommandOption[] = [
  { name: 'server', short: 's', aliases: [{ name: 'trust-server' }], value: 'URL', meaning: 'Notary server; registry: trust metadata in the image’s own repository', default: '$DOCKER_CONTENT_TRUST_SERVER, or Docker’s choice for the registry' },
  trustDirOption,
  { name: 'tls-dir', value: 'DIRECTORY', meaning: 'TLS certificates of servers, by host', default: 'tls in Docker’s directory', completes: 'directory' },
  {
    name: 'root-key',
    value: 'KEY_ID',
    meaning: 'pin the root: trust only this root key ID, as listed in root metadata',
    isRepeatable: true,
  },
  { name: 'root-ca', value: 'FILE', meaning: 'PEM file of CAs; one must have issued the root certificate', completes: 'file' },
  {
    name: 'first-use',
    value: 'WHETHER',
    meaning: 'trust a root on first use (TOFU)',
    choices: ['yes', 'no'],
    default: 'yes; no if $CI is set',
  },
  ...registryOptions,
]; // prettier-ignore

/** For commands that sign and publish. */
export const trustWriteOptions: readonly CommandOption[] = [
  ...trustReadOptions,
  {
    name: 'accept-expired',
    meaning: 'sign expired trust metadata again without a cached version to compare it with, and list the tags that become valid',
  },
  ...passphraseOptions,
];

export const stageOption: CommandOption = { name: 'stage', meaning: 'stage the change; trust publish publishes it' };
export const yesOption: CommandOption = { name: 'yes', short: 'y', meaning: 'do not ask for confirmation' };
export const roleOption: CommandOption = {
  name: 'role',
  short: 'r',
  value: 'ROLE',
  meaning: 'role to sign in, such as targets/releases',
  default: 'as Docker: every role under targets whose key is in the trust directory; targets if there are none',
  isRepeatable: true,
};

export function formatOption(meaning: string, choices: readonly string[], fallback: string): CommandOption {
  return { name: 'format', short: 'f', value: 'FORMAT', meaning, choices, default: fallback };
}
