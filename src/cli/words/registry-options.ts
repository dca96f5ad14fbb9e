import { dockerConfigDirectory } from '../../config/docker-config-directory.ts';
import { podmanAuthFile } from '../../config/podman-auth-file.ts';
import { readProxySettings } from '../../config/read-proxy-settings.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type CommandInput, type CommandOption, hasOption, optionValue } from '../command.ts';

/** How to reach a registry; options of every command that contacts one. */
export const registryOptions: readonly CommandOption[] = [
  { name: 'username', value: 'NAME', meaning: 'user name for the target’s registry' },
  { name: 'password-stdin', meaning: 'read the password for the target’s registry from standard input' },
  { name: 'password', value: 'PASSWORD', meaning: 'password; visible to other users of this machine, so prefer --password-stdin' },
  { name: 'insecure', meaning: 'allow plain HTTP and unverified certificates for the target’s registry' },
  {
    name: 'ca-file',
    value: 'FILE',
    meaning: 'PEM file of additional certificate authorities to trust',
    completes: 'file',
  },
];

/** From the options and the environment; `password` is the result of `readPassword`. Throws USAGE. */
export function readRegistryOptions(input: CommandInput, password: string | undefined): RegistryOptions {
  const username = optionValue(input, 'username');
  const caFile = optionValue(input, 'ca-file');
  const authFile = podmanAuthFile();
  if ((username === undefined) !== (password === undefined))
    throw new PratiqueError(
      'USAGE',
      username === undefined ? 'a password was given without --username' : '--username was given without a password',
      { hint: 'give both --username and --password-stdin' },
    );
  return {
    dockerConfigDirectory: dockerConfigDirectory(),
    proxy: readProxySettings(),
    ...(authFile === undefined ? {} : { podmanAuthFile: authFile }),
    ...(username === undefined || password === undefined ? {} : { credentials: { username, password } }),
    ...(hasOption(input, 'insecure') ? { insecure: true } : {}),
    ...(caFile === undefined ? {} : { caFile }),
  };
}
