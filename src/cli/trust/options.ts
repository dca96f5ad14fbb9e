import { type CommandOption } from '../command.ts';
import { registryOptions } from '../registry-options.ts';

const trustDirOption: CommandOption = {
  name: 'trust-dir',
  value: 'DIRECTORY',
  meaning: 'where keys and trusted metadata are kept',
  default: 'trust in Docker’s directory, ~/.docker/trust',
  completes: 'directory',
};

const passphraseOptions: readonly CommandOption[] = [
  {
    name: 'passphrase-file',
    value: 'FILE',
    meaning: 'file whose first line is the passphrase of every key that is needed',
    completes: 'file',
  },
  { name: 'passphrase-fd', value: 'NUMBER', meaning: 'file descriptor to read that passphrase from' },
];

/** Of verbs that only look after keys. */
export const trustKeyOptions: readonly CommandOption[] = [trustDirOption, ...passphraseOptions];

/** Of verbs that speak to a Notary server. */
export const trustReadOptions: readonly CommandOption[] = [
  { name: 'server', short: 's', value: 'URL', meaning: 'the Notary server; registry for trust data that are kept in the image’s own repository', default: '$DOCKER_CONTENT_TRUST_SERVER, or Docker’s choice for the registry' },
  trustDirOption,
  { name: 'tls-dir', value: 'DIRECTORY', meaning: 'TLS files of servers, by host', default: 'tls in Docker’s directory', completes: 'directory' },
  {
    name: 'root-key',
    value: 'KEY_ID',
    meaning: 'ID of a root key, as root metadata list it: no other root is believed',
    isRepeatable: true,
  },
  { name: 'root-ca', value: 'FILE', meaning: 'PEM file of authorities that must have issued the root’s certificate', completes: 'file' },
  {
    name: 'first-use',
    value: 'WHETHER',
    meaning: 'whether to believe the root of a repository that was never met',
    choices: ['yes', 'no'],
    default: 'yes, and no where $CI is set',
  },
  ...registryOptions,
]; // prettier-ignore

/** Of verbs that sign and publish. */
export const trustWriteOptions: readonly CommandOption[] = [...trustReadOptions, ...passphraseOptions];

export const stageOption: CommandOption = { name: 'stage', meaning: 'only write the change down; trust publish publishes it' };
export const yesOption: CommandOption = { name: 'yes', short: 'y', meaning: 'do it without asking' };
export const roleOption: CommandOption = {
  name: 'role',
  short: 'r',
  value: 'ROLE',
  meaning: 'where to sign, such as targets/releases',
  default: 'as Docker chooses: every role under targets that a key is here for, or targets where it delegates to nobody',
  isRepeatable: true,
};

export function formatOption(meaning: string, choices: readonly string[], fallback: string): CommandOption {
  return { name: 'format', short: 'f', value: 'FORMAT', meaning, choices, default: fallback };
}
