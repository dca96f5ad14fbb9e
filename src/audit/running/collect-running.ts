import { mapLimited } from '../../lib/async/map-limited.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { type Runtime } from '../../model/runtime.ts';
import { auditHost } from '../audit-host.ts';
import { type ContainerFacts, readContainer } from '../facts/container-facts.ts';
import { textOf } from '../facts/text-of.ts';
import { type Host, HostUnreadable } from '../host.ts';
import { readDrift } from './read-changes.ts';
import { type Right, type RunningContainer } from './running-container.ts';

/** Containers that are asked about at once. */
const containersAtOnce = 4;

export interface RunningScope {
  readonly hasContainer: (container: ContainerFacts) => boolean;
  /** Ways from other machines, by the container's name. */
  readonly openTo: ReadonlyMap<string, readonly string[]>;
}

/** Everything that runs on a host. Throws HostUnreadable where the engine does not list its containers. */
export async function collectRunning(host: Host, { hasContainer, openTo }: RunningScope, runtime: Runtime): Promise<readonly RunningContainer[]> {
  const listed = await host.ask('/containers/json?all=1');
  if (!Array.isArray(listed)) throw new HostUnreadable('the engine does not list its containers');
  const running = listed.filter(isJsonObject).filter((one) => (field(one, 'State') ?? 'running') === 'running');
  const rights = await collectRights(host, hasContainer, runtime);
  const found = await mapLimited(running, containersAtOnce, async (one) => {
    const description = await host.ask(`/containers/${textOf(field(one, 'Id'))}/json`);
    // It may have ended since.
    const facts = description === undefined ? undefined : readContainer(description);
    if (facts === undefined || !hasContainer(facts)) return undefined;
    return {
      facts,
      repositoryDigests: await digestsOf(host, facts),
      drift: await readDrift(host, facts.id),
      rights: rights.get(facts.name)?.found ?? [],
      unreadRights: rights.get(facts.name)?.unread ?? [],
      open: openTo.get(facts.name) ?? [],
    };
  });
  return found.filter((one) => one !== undefined);
} // prettier-ignore

async function digestsOf(host: Host, { imageId }: ContainerFacts): Promise<readonly string[]> {
  if (imageId === undefined) return [];
  try {
    const image = await host.ask(`/images/${imageId}/json`);
    const digests = isJsonObject(image) ? field(image, 'RepoDigests') : undefined;
    return Array.isArray(digests) ? digests.filter((digest) => typeof digest === 'string') : [];
  } catch (error) {
    // Without its name in a registry its signatures cannot be verified, which is told there.
    if (error instanceof HostUnreadable) return [];
    throw error;
  }
}

const ranks = ['critical', 'high', 'medium'] as const;

interface KnownRights {
  readonly found: Right[];
  readonly unread: string[];
}

/** What the benchmark finds of the rights of each container, by its name. */
async function collectRights(
  host: Host,
  hasContainer: (container: ContainerFacts) => boolean,
  runtime: Runtime,
): Promise<ReadonlyMap<string, KnownRights>> {
  const scope = { hasContainer, hasImage: () => false };
  const { results } = await auditHost(withoutProcesses(host), { hasRule: ({ id }) => rightChecks.has(id), scope, given: { trustedUsers: [] } }, runtime);
  const rights = new Map<string, KnownRights>();
  const of = (name: string): KnownRights => {
    const known = rights.get(name) ?? { found: [], unread: [] };
    rights.set(name, known);
    return known;
  };
  for (const severity of ranks)
    for (const { id, title, items, remediation, severity: own } of results)
      for (const { subject, message } of own === severity ? items : [])
        if (subject !== undefined) of(subject).found.push({ ruleId: id, title, severity, message, remediation });
  // A check names the container before what it could not read.
  for (const { id, unread } of results)
    for (const reason of unread) {
      const [, name, why] = /^([^\s:]+): (.*)$/s.exec(reason) ?? [];
      if (name !== undefined && why !== undefined) of(name).unread.push(`${id}: ${why}`);
    }
  return rights;
} // prettier-ignore

/** No check of rights needs the list of processes, and every question for it is an event of the engine. */
function withoutProcesses(host: Host): Host {
  const refuse = (): Promise<never> => Promise.reject(new HostUnreadable('processes were not asked for'));
  return { ...host, ask: (path) => (path.endsWith('/top') ? refuse() : host.ask(path)) };
}

/** Checks of the benchmark about what a container may do to its host. */
const rightChecks: ReadonlySet<string> = new Set([
  '4.1',
  '5.4',
  '5.5',
  '5.6',
  '5.10',
  '5.16',
  '5.17',
  '5.18',
  '5.20',
  '5.21',
  '5.22',
  '5.31',
  '5.32',
]);
