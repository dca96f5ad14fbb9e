import { type InventoryFinding } from '../inventory/inventory-finding.ts';
import { describeDockerClient, ignoresContentTrust, imageDockerClient, type DockerClient } from './docker-client.ts';
import { daysUntil, findRetirement } from './retirements.ts';

export type TrustProblemCode =
  /** Set, and Docker does nothing about it. */
  | 'CONTENT_TRUST_IGNORED'
  /** Set, and nobody could tell which Docker reads it. */
  | 'DOCKER_UNKNOWN'
  /** Works with this Docker, and not with the next. */
  | 'CONTENT_TRUST_ENDS'
  /** Calls `docker trust` of a Docker that has none. */
  | 'COMMAND_GONE'
  /** Depends on a server that is no more. */
  | 'SERVICE_GONE'
  /** Depends on a server that has a last day. */
  | 'SERVICE_ENDS';

export interface TrustProblem {
  readonly code: TrustProblemCode;
  /** `broken`: it does not do what it says, now. `ends`: it will stop. `unknown`: look yourself. */
  readonly severity: 'broken' | 'ends' | 'unknown';
  /** Path and line, or the environment of this process. */
  readonly path: string;
  readonly line: number;
  readonly sets: string;
  readonly message: string;
  readonly action: string;
  readonly endsAt?: Date;
  /** Whole days until then; negative after it. */
  readonly daysLeft?: number;
}

/** The server of Docker Hub's images where none is named (docker/cli, trust.Server). */
const hubServer = 'notary.docker.io';

const replaceAction = 'verify with docker pull "$(pratique verify --quiet IMAGE)", sign with pratique sign, then remove it';

/** What of an inventory is broken, and what ends when. Pure; `now` decides about every date. */
export function checkTrust(findings: readonly InventoryFinding[], docker: DockerClient | undefined, now: Date): readonly TrustProblem[] {
  return [...groupByFile(findings)].flatMap((inFile) => {
    const tags = inFile.flatMap(({ dockerTag }) => (dockerTag === undefined ? [] : (imageDockerClient(dockerTag) ?? [])));
    const namesServer = inFile.some(({ kind }) => kind === 'server');
    // Where a file names several, the one that ignores it is the one to tell about.
    const client = tags.find(ignoresContentTrust) ?? tags[0] ?? docker;
    return inFile.flatMap((finding) => [
      ...checkSwitch(finding, client),
      ...checkCommand(finding, client),
      ...checkServer(finding, namesServer, client, now),
    ]);
  });
}

function groupByFile(findings: readonly InventoryFinding[]): Iterable<readonly InventoryFinding[]> {
  const byFile = new Map<string, InventoryFinding[]>();
  for (const finding of findings) {
    const inFile = byFile.get(finding.path);
    if (inFile === undefined) byFile.set(finding.path, [finding]);
    else inFile.push(finding);
  }
  return byFile.values();
}

function checkSwitch(finding: InventoryFinding, client: DockerClient | undefined): readonly TrustProblem[] {
  const isSwitchedOn = finding.kind === 'switch' && finding.state === 'on';
  if (!isSwitchedOn) return [];
  const action = replaceAction;
  if (client === undefined)
    return [problem(finding, 'DOCKER_UNKNOWN', 'unknown', 'which Docker reads it is not known; from 29 on it is ignored', '--docker-version VERSION tells')];
  const who = describeDockerClient(client);
  if (ignoresContentTrust(client))
    return [problem(finding, 'CONTENT_TRUST_IGNORED', 'broken', `${who} ignores it: images are pulled and run unverified, pushed unsigned, and nothing says so`, action)];
  return [problem(finding, 'CONTENT_TRUST_ENDS', 'ends', `${who} enforces it; Docker 29 and later will not, and say nothing`, action)];
} // prettier-ignore

function checkCommand(finding: InventoryFinding, client: DockerClient | undefined): readonly TrustProblem[] {
  if (finding.kind !== 'command' || !finding.sets.startsWith('docker trust') || client === undefined) return [];
  if (!ignoresContentTrust(client) || client.hasTrustVerbs === true) return [];
  const verb = finding.sets.slice('docker '.length);
  return [problem(finding, 'COMMAND_GONE', 'broken', `${describeDockerClient(client)} has no docker trust`, `pratique ${verb.replace('trust view', 'trust inspect')}`)];
} // prettier-ignore

/** A server that is named, or the one that Docker takes for Docker Hub when content trust is on and nothing names another. */
function checkServer(
  finding: InventoryFinding,
  namesServer: boolean,
  client: DockerClient | undefined,
  now: Date,
): readonly TrustProblem[] {
  if (finding.state === 'off') return [];
  const isDefault = finding.server === undefined && finding.kind === 'switch' && finding.state === 'on' && !namesServer;
  // Who ignores the switch asks no server.
  if (isDefault && client !== undefined && ignoresContentTrust(client)) return [];
  const server = isDefault ? hubServer : finding.server;
  const retirement = server === undefined ? undefined : findRetirement(server === 'azurecr.io' ? 'x.azurecr.io' : server);
  if (server === undefined || retirement === undefined) return [];
  const { operator, endsAt } = retirement;
  const daysLeft = daysUntil(endsAt, now);
  const isGone = now >= endsAt;
  const day = endsAt.toISOString().slice(0, 10);
  const which = isDefault ? `images of Docker Hub are looked up at ${server}` : `it depends on ${server}`;
  const when = isGone ? `which ${operator} ended on ${day}` : `which ${operator} ends on ${day}: ${countDays(daysLeft)} left`;
  const action = isGone
    ? 'what is signed there cannot be read any more: sign again from digests that you know, with pratique sign'
    : 'pratique trust migrate export GUN while it answers, then pratique trust migrate apply';
  return [
    {
      ...problem(finding, isGone ? 'SERVICE_GONE' : 'SERVICE_ENDS', isGone ? 'broken' : 'ends', `${which}, ${when}`, action),
      endsAt,
      daysLeft,
    },
  ];
}

function countDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function problem(
  { path, line, sets }: InventoryFinding,
  code: TrustProblemCode,
  severity: TrustProblem['severity'],
  message: string,
  action: string,
): TrustProblem {
  return { code, severity, path, line, sets, message, action };
}
