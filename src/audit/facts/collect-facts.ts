import { mapLimited } from '../../lib/async/map-limited.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type Host, HostUnreadable } from '../host.ts';
import { learn, valueOf, type Known } from '../known.ts';
import { collectAuditRules, collectExecCommands } from './audit-daemon.ts';
import { collectFiles } from './collect-files.ts';
import { readContainer, type ContainerFacts } from './container-facts.ts';
import { type EngineFacts, readEngineFacts } from './engine-facts.ts';
import { findDaemon } from './find-daemon.ts';
import { type GivenFacts, type HostFacts } from './host-facts.ts';
import { type ImageFacts, readImage } from './image-facts.ts';
import { readNetworks } from './network-facts.ts';
import { readPasswdArchive } from './passwd-archive.ts';
import { readSwarm, type SwarmFacts } from './swarm-facts.ts';
import {
  collectContentTrust,
  collectDockerGroup,
  collectKernelSettings,
  collectMountPoints,
  collectSwarmListeners,
} from './system-facts.ts';
import { textOf } from './text-of.ts';

/** Questions to the engine that are under way at once. */
const questionsAtOnce = 8;

/** Which containers and images are looked at; all by default. */
export interface AuditScope {
  readonly hasContainer: (container: ContainerFacts) => boolean;
  readonly hasImage: (image: ImageFacts) => boolean;
}

/** Asks the host for everything the checks need, once. What it does not tell is in the facts as unread. */
export async function collectFacts(host: Host, scope: AuditScope, given: GivenFacts): Promise<HostFacts> {
  const engine = await learn(async () => readEngineFacts(await answered(host, '/version'), await answered(host, '/info')));
  const daemon = await learn(() => findDaemon(host, engine));
  const [containers, images, networks, swarm, files] = await Promise.all([
    learn(() => collectContainers(host, scope)),
    learn(() => collectImages(host, scope)),
    learn(async () => readNetworks(await answered(host, '/networks'))),
    learn(() => collectSwarm(host, engine)),
    collectFiles(host, daemon),
  ]);
  return {
    engine,
    daemon,
    containers,
    images,
    networks,
    swarm,
    files,
    auditRules: await learn(() => collectAuditRules(host)),
    execCommands: await learn(() => collectExecCommands(host)),
    mountPoints: await learn(() => collectMountPoints(host)),
    dockerGroup: await learn(() => collectDockerGroup(host)),
    swarmListeners: await learn(() => collectSwarmListeners(host)),
    kernelSettings: await learn(() => collectKernelSettings(host)),
    contentTrust: await learn(() => collectContentTrust(host)),
    given,
  };
}

async function answered(host: Host, path: string): Promise<unknown> {
  const answer = await host.ask(path);
  if (answer === undefined) throw new HostUnreadable(`the engine does not know ${path}`);
  return answer;
}

async function collectContainers(host: Host, scope: AuditScope): Promise<readonly ContainerFacts[]> {
  const running = listOf(await answered(host, '/containers/json?all=1')).filter((one) => (field(one, 'State') ?? 'running') === 'running');
  const described = await mapLimited(running, questionsAtOnce, async (one) => {
    const id = textOf(field(one, 'Id'));
    const description = await host.ask(`/containers/${id}/json`);
    // It may have ended since.
    return description === undefined ? undefined : readContainer(description);
  });
  const chosen = described.filter((one) => one !== undefined).filter((one) => scope.hasContainer(one));
  return mapLimited(chosen, questionsAtOnce, async (container) => ({
    ...container,
    processes: await learn(() => collectProcesses(host, container.id)),
    ...(needsPasswd(container) ? { passwd: await learn(() => collectPasswd(host, container.id)) } : {}),
  }));
}

/** Only a user who is named has to be looked up. */
function needsPasswd({ description }: ContainerFacts): boolean {
  const config = field(description, 'Config');
  const user = isJsonObject(config) ? textOf(field(config, 'User')) : '';
  return !/^(?:root|\d+)?(?::.*)?$/.test(user);
}

async function collectPasswd(host: Host, id: string): Promise<string> {
  const archive = await host.ask(`/containers/${id}/archive?path=%2Fetc%2Fpasswd`);
  if (!(archive instanceof Uint8Array)) throw new HostUnreadable('the container has no /etc/passwd that the engine gives');
  return readPasswdArchive(archive);
}

/** Docker Engine API, ContainerTop: what `ps` on the host says; nothing runs in the container. */
async function collectProcesses(host: Host, id: string): Promise<readonly string[]> {
  const answer = await answered(host, `/containers/${id}/top`);
  const titles = isJsonObject(answer) ? field(answer, 'Titles') : undefined;
  const rows = isJsonObject(answer) ? field(answer, 'Processes') : undefined;
  if (!Array.isArray(titles) || !Array.isArray(rows)) throw new HostUnreadable('the list of processes is not a table');
  const column = titles.findIndex((title) => title === 'CMD' || title === 'COMMAND');
  if (column === -1) throw new HostUnreadable('the list of processes has no commands');
  return rows.filter(Array.isArray).map((row) => String(row[column] ?? ''));
}

async function collectImages(host: Host, scope: AuditScope): Promise<readonly ImageFacts[]> {
  const ids = new Set(listOf(await answered(host, '/images/json')).map((one) => textOf(field(one, 'Id'))));
  const images = await mapLimited([...ids], questionsAtOnce, async (id) => {
    const [description, history] = await Promise.all([host.ask(`/images/${id}/json`), host.ask(`/images/${id}/history`)]);
    return description === undefined ? undefined : readImage(description, history);
  });
  return images.filter((one) => one !== undefined).filter((one) => scope.hasImage(one));
}

async function collectSwarm(host: Host, engine: Known<EngineFacts>): Promise<SwarmFacts | undefined> {
  const { info, title } = valueOf(engine);
  const swarm = field(info, 'Swarm');
  // Podman has no swarm, and says so with an empty object.
  if (!isJsonObject(swarm)) throw new HostUnreadable(`${title} does not report Swarm`);
  const state = field(swarm, 'LocalNodeState');
  if (state !== 'active') return undefined;
  if (field(swarm, 'ControlAvailable') !== true) return readSwarm({ info });
  const [swarmAnswer, services, secrets, configs] = await Promise.all([
    answered(host, '/swarm'),
    answered(host, '/services'),
    listed(host, '/secrets'),
    listed(host, '/configs'),
  ]);
  return readSwarm({ info, swarm: swarmAnswer, services, secrets, configs });
}

/** `undefined` where the engine, or an older record, does not list them: the check says so. */
async function listed(host: Host, path: string): Promise<unknown> {
  const known = await learn(() => host.ask(path));
  return 'value' in known ? known.value : undefined;
}

function listOf(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) throw new HostUnreadable('the engine’s answer is not a list');
  return value.filter(isJsonObject);
}
