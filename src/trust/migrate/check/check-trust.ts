import { type InventoryFinding } from '../inventory/inventory-finding.ts';
import { describeDockerClient, ignoresContentTrust, imageDockerClient, type DockerClient } from './docker-client.ts';
import { daysUntil, findRetirement } from './retirements.ts';

export type TrustProblemCode =
  /** It is set, and Docker ignores it. */
  | 'CONTENT_TRUST_IGNORED'
  /** It is set, and the version of Docker is unknown. */
  | 'DOCKER_UNKNOWN'
  /** It works with this version of Docker, but not with the next. */
  | 'CONTENT_TRUST_ENDS'
  /** It calls `docker trust`, which this version of Docker does not have. */
  | 'COMMAND_GONE'
  /** It depends on a server that was shut down. */
  | 'SERVICE_GONE'
  /** It depends on a server that will be shut down. */
  | 'SERVICE_ENDS';

export interface TrustProblem {
  readonly code: TrustProblemCode;
  /** `broken`: it has no effect now. `ends`: it will stop working. `unknown`: check it yourself. */
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

/** The default server for Docker Hub images (docker/cli, trust.Server). */
const hubServer = 'notary.docker.io';

const replaceAction = 'verify with docker pull "$(pratique verify --quiet IMAGE)", sign with pratique sign, then remove it';

/** What in an inventory is broken, and what ends when. Pure; dates are compared with `now`. */
export function checkTrust(findings: readonly InventoryFinding[], docker: DockerClient | undefined, now: Date): readonly TrustProblem[] {
  return [...groupByFile(findings)].flatMap((inFile) => {
    const tags = inFile.flatMap(({ dockerTag }) => (dockerTag === undefined ? [] : (imageDockerClient(dockerTag) ?? [])));
    const namesServer = inFile.some(({ kind }) => kind === 'server');
    // If a file names several versions, one that ignores Content Trust decides.
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
    return [problem(finding, 'DOCKER_UNKNOWN', 'unknown', 'the version of Docker is unknown; Docker 29 and later ignores it', 'pass --docker-version VERSION')];
  const who = describeDockerClient(client);
  if (ignoresContentTrust(client))
    return [problem(finding, 'CONTENT_TRUST_IGNORED', 'broken', `${who} ignores it: images are pulled and run unverified and pushed unsigned, without a warning`, action)];
  return [problem(finding, 'CONTENT_TRUST_ENDS', 'ends', `${who} enforces it; Docker 29 and later ignores it without a warning`, action)];
} // prettier-ignore

function checkCommand(finding: InventoryFinding, client: DockerClient | undefined): readonly TrustProblem[] {
  if (finding.kind !== 'command' || !finding.sets.startsWith('docker trust') || client === undefined) return [];
  if (!ignoresContentTrust(client) || client.hasTrustVerbs === true) return [];
  const verb = finding.sets.slice('docker '.length);
  return [problem(finding, 'COMMAND_GONE', 'broken', `${describeDockerClient(client)} has no docker trust`, `pratique ${verb.replace('trust view', 'trust inspect')}`)];
} // prettier-ignore

/** The server in the finding, or the default one for Docker Hub when Content Trust is on and the file names no server. */
function checkServer(
  finding: InventoryFinding,
  namesServer: boolean,
  client: DockerClient | undefined,
  now: Date,
): readonly TrustProblem[] {
  if (finding.state === 'off') return [];
  const isDefault = finding.server === undefined && finding.kind === 'switch' && finding.state === 'on' && !namesServer;
  // A Docker that ignores the switch contacts no server.
  if (isDefault && client !== undefined && ignoresContentTrust(client)) return [];
  const server = isDefault ? hubServer : finding.server;
  const retirement = server === undefined ? undefined : findRetirement(server === 'azurecr.io' ? 'x.azurecr.io' : server);
  if (server === undefined || retirement === undefined) return [];
  const { operator, endsAt } = retirement;
  const daysLeft = daysUntil(endsAt, now);
  const isGone = now >= endsAt;
  const day = endsAt.toISOString().slice(0, 10);
  const which = isDefault ? `Docker Hub images are verified with ${server}` : `it depends on ${server}`;
  const when = isGone ? `which ${operator} shut down on ${day}` : `which ${operator} shuts down on ${day}, in ${countDays(daysLeft)}`;
  const action = isGone
    ? 'its signatures can no longer be read: sign the digests that you know with pratique sign, or migrate from an archive (pratique trust migrate apply --from)'
    : 'export while it answers: pratique trust migrate export REPOSITORY; then pratique trust migrate apply';
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
