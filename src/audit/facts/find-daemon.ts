import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { JsonError } from '../../lib/json/json-error.ts';
import { parseJsonBounded } from '../../lib/json/parse-json-bounded.ts';
import { limits } from '../../model/limits.ts';
import { type Host, HostUnreadable } from '../host.ts';
import { type Known, valueOf } from '../known.ts';
import { type DaemonSettings, settingOf } from './daemon-settings.ts';
import { type EngineFacts } from './engine-facts.ts';

/** The command line of the dockerd that answers, and its configuration file. */
export async function findDaemon(host: Host, engine: Known<EngineFacts>): Promise<DaemonSettings> {
  if (valueOf(engine).title === 'Podman') throw new HostUnreadable('Podman has no daemon');
  const found = await findProcess(host);
  if (found === undefined)
    throw new HostUnreadable('no dockerd can be seen among the processes: run the audit on the host itself, as root');
  const { argv } = found;
  const configPath = settingOf({ argv, configPath: '' }, 'config-file') ?? (await usualConfigPath(host, found.userId));
  const bytes = await host.readFile(configPath);
  return { argv, configPath, ...(bytes === undefined ? {} : { config: parseConfig(bytes, configPath) }) };
}

interface FoundProcess {
  readonly argv: readonly string[];
  readonly userId: number;
}

/** With several, the one that was told to listen where we ask; otherwise the first. */
async function findProcess(host: Host): Promise<FoundProcess | undefined> {
  const processes: FoundProcess[] = [];
  for (const name of (await host.list('/proc')) ?? []) {
    if (!/^\d+$/.test(name)) continue;
    const line = Buffer.from((await host.readFile(`/proc/${name}/cmdline`)) ?? []).toString('utf8');
    const argv = line.split('\0').slice(0, -1);
    const isDaemon = /(?:^|\/)dockerd(?:-ce)?$/.test(argv[0] ?? '') || (/(?:^|\/)docker$/.test(argv[0] ?? '') && argv[1] === 'daemon');
    if (!isDaemon) continue;
    processes.push({ argv, userId: (await host.stat(`/proc/${name}`))?.userId ?? 0 });
  }
  return processes.find(({ argv }) => argv.some((word) => word.includes(host.address))) ?? processes[0];
}

/** docs.docker.com, "Docker daemon configuration overview": without root it is in the user's own folder. */
async function usualConfigPath(host: Host, userId: number): Promise<string> {
  if (userId === 0) return '/etc/docker/daemon.json';
  const users = Buffer.from((await host.readFile('/etc/passwd')) ?? []).toString('utf8');
  const home = users
    .split('\n')
    .map((line) => line.split(':'))
    .find(([, , id]) => id === String(userId))?.[5];
  if (home === undefined) throw new HostUnreadable(`dockerd runs as user ${userId}, who has no home folder in /etc/passwd`);
  return `${home}/.config/docker/daemon.json`;
}

function parseConfig(bytes: Uint8Array, path: string): JsonObject {
  try {
    const value = parseJsonBounded(bytes, { maxBytes: limits.auditFileBytes, maxDepth: limits.documentDepth });
    if (isJsonObject(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, field(value, key)]));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
  }
  throw new HostUnreadable(`${path} is not a JSON object`);
}
