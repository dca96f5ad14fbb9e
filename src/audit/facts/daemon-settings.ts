import { isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { textOf } from './text-of.ts';

/** How dockerd was started: its command line over its configuration file. dockerd refuses to start where both say something. */
export interface DaemonSettings {
  /** Absent where no dockerd runs that can be seen. */
  readonly argv?: readonly string[];
  /** Where the configuration file is, or would be. */
  readonly configPath: string;
  /** Absent where there is no such file. */
  readonly config?: JsonObject;
}

/** Flags without a value; after any other the next word is its value. */
const switches: ReadonlySet<string> = new Set([
  ...['allow-nondistributable-artifacts', 'debug', 'disable-legacy-registry', 'experimental', 'icc', 'init', 'ip-forward', 'ip-masq'],
  ...['ip6tables', 'iptables', 'ipv6', 'live-restore', 'no-new-privileges', 'raw-logs', 'rootless', 'selinux-enabled', 'tls', 'tlsverify'],
  ...['userland-proxy', 'validate', 'version', 'help', 'no-proxy', 'cri-containerd', 'allow-direct-routing'],
]);

const shortFlags: ReadonlyMap<string, string> = new Map([
  ['D', 'debug'],
  ['H', 'host'],
  ['l', 'log-level'],
  ['b', 'bridge'],
  ['g', 'data-root'],
  ['G', 'group'],
  ['p', 'pidfile'],
  ['s', 'storage-driver'],
  ['v', 'version'],
]);

/** Names in the configuration file that differ from the flag's: those of lists are plural. */
const configNames: ReadonlyMap<string, string> = new Map([
  ['host', 'hosts'],
  ['insecure-registry', 'insecure-registries'],
  ['default-ulimit', 'default-ulimits'],
  ['authorization-plugin', 'authorization-plugins'],
  ['storage-opt', 'storage-opts'],
  ['log-opt', 'log-opts'],
]);

/** Every value of an option as text, flags first; empty where neither says anything. Objects are `name=value` each. */
export function settingsOf({ argv = [], config }: DaemonSettings, flag: string): readonly string[] {
  const value = config === undefined ? undefined : config[configNames.get(flag) ?? flag];
  return [...flagValues(argv, flag), ...textsOf(value)];
}

/** The one value that holds: the last flag, otherwise the file's. */
export function settingOf(settings: DaemonSettings, flag: string): string | undefined {
  const { argv = [] } = settings;
  return flagValues(argv, flag).at(-1) ?? settingsOf({ ...settings, argv: [] }, flag)[0];
}

function flagValues(argv: readonly string[], flag: string): readonly string[] {
  const values: string[] = [];
  for (let at = 1; at < argv.length; at++) {
    const rest = /^--?(.+)$/s.exec(argv[at] ?? '')?.[1];
    if (rest === undefined) continue;
    const [written, inline] = splitOnce(rest);
    const name = shortFlags.get(written) ?? written;
    if (inline !== undefined) {
      if (name === flag) values.push(inline);
    } else if (switches.has(name)) {
      if (name === flag) values.push('true');
    } else {
      at += 1;
      if (name === flag) values.push(argv[at] ?? '');
    }
  }
  return values;
}

function splitOnce(text: string): readonly [string, string?] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text] : [text.slice(0, equals), text.slice(equals + 1)];
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value.map(String);
  if (isJsonObject(value))
    return Object.entries(value).map(([key, each]) => `${key}=${isJsonObject(each) ? JSON.stringify(each) : String(each)}`);
  return [textOf(value)];
}
