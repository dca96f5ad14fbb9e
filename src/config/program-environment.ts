import { readProxySettings } from './read-proxy-settings.ts';
import { readSetting, type Environment, type SettingName } from './settings.ts';

/** What builders and package managers need to find themselves, their storage and the network. Nothing else of the environment reaches them. */
const names: readonly SettingName[] = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'XDG_RUNTIME_DIR',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'REGISTRY_AUTH_FILE',
  'BUILDAH_ISOLATION',
  'CONTAINERS_STORAGE_CONF',
  'STORAGE_DRIVER',
  'STORAGE_OPTS',
];

export function programEnvironment(environment: Environment = process.env): Readonly<Record<string, string>> {
  const { http, https, exceptions } = readProxySettings(environment);
  const proxies = { HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: exceptions };
  const set: Record<string, string> = {};
  for (const name of names) {
    const value = readSetting(name, environment);
    if (value !== undefined) set[name] = value;
  }
  for (const [name, value] of Object.entries(proxies)) if (value !== undefined) Object.assign(set, { [name]: value, [name.toLowerCase()]: value });
  return set;
} // prettier-ignore
