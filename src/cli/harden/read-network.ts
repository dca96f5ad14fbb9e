import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Host } from '../../audit/host.ts';
import { readProject } from '../../check/compose/compose-project.ts';
import { workloadKind } from '../../check/workload-kind.ts';
import { type NetworkView } from '../../harden/network/network-view.ts';
import { readComposeNetwork } from '../../harden/network/read-compose-network.ts';
import { describeSystemError } from '../../lib/file/describe-system-error.ts';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { systemCodeOf } from '../../lib/file/system-code-of.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

interface WorkloadFile {
  readonly path: string;
  readonly text: string;
}

/** The network that files or a host describe. Throws TARGET_NOT_FOUND, TARGET_UNREADABLE, USAGE and what the engine gives. */
export async function readNetwork(named: readonly string[], open: (host: string | undefined) => Promise<Host>): Promise<NetworkView> {
  const [first] = named;
  if (first === undefined || first.includes('://') || isRecord(first)) {
    if (named.length > 1) throw new PratiqueError('USAGE', 'a host was given with other arguments', { hint: 'give one host, or files' });
    const { readHostView } = await import('../audit/read-host-view.ts');
    return readHostView(await open(first));
  }
  const files = named.map(readWorkload);
  const kinds = new Set(files.map(({ text, path }) => kindOf(text, path)));
  const subject = named.join(', ');
  if (kinds.size > 1)
    throw new PratiqueError('USAGE', 'Compose files and Kubernetes manifests were given together', {
      hint: 'run pratique network for each',
    });
  if (kinds.has('compose')) {
    const [{ path, text }, ...overrides] = files as [WorkloadFile, ...WorkloadFile[]];
    return readComposeNetwork(subject, readProject(path, text, readText, overrides));
  }
  const { readKubernetesNetwork } = await import('../../harden/network/read-kubernetes-network.ts');
  return readKubernetesNetwork(subject, files);
}

function kindOf(text: string, path: string): 'compose' | 'kubernetes' {
  const kind = workloadKind(text);
  if (kind !== undefined) return kind;
  throw new PratiqueError('TARGET_UNREADABLE', `${path} is no Compose file and no Kubernetes manifest`, {
    hint: 'a Compose file has services:, a manifest has apiVersion: and kind:',
  });
}

/** A folder that `pratique audit record` or `docker inspect` wrote. */
function isRecord(path: string): boolean {
  return ['host.json', 'inspect.json'].some((name) => existsSync(join(path, name)));
}

/** Names that Compose looks for in a directory, in its order. */
const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** A file, or the Compose file of a directory. */
export function readWorkload(named: string): WorkloadFile {
  const isFolder = statSync(named, { throwIfNoEntry: false })?.isDirectory() === true;
  const path = isFolder ? join(named, composeNames.find((name) => existsSync(join(named, name))) ?? 'compose.yaml') : named;
  try {
    const bytes = readAtMost(path, limits.workloadBytes);
    if (bytes === undefined) throw new PratiqueError('TARGET_UNREADABLE', `${path} has more than ${limits.workloadBytes} bytes`);
    return { path, text: bytes.toString('utf8') };
  } catch (cause) {
    if (cause instanceof PratiqueError) throw cause;
    const code = systemCodeOf(cause) === 'ENOENT' ? 'TARGET_NOT_FOUND' : 'TARGET_UNREADABLE';
    throw new PratiqueError(code, `${path} cannot be read: ${describeSystemError(cause)}`, { cause, hint: 'check the path' });
  }
}

/** What a Compose file includes and extends. */
export function readText(path: string): string | undefined {
  try {
    return readAtMost(path, limits.workloadBytes)?.toString('utf8');
  } catch {
    return undefined;
  }
}
