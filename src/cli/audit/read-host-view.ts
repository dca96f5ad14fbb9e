import { textOf } from '../../audit/facts/text-of.ts';
import { type Host, HostUnreadable } from '../../audit/host.ts';
import { readHostNetwork } from '../../harden/network/read-host-network.ts';
import { type NetworkView } from '../../harden/network/network-view.ts';
import { mapLimited } from '../../lib/async/map-limited.ts';
import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { type Issue, makeIssue } from '../../model/issue.ts';

const questionsAtOnce = 8;

/** Asks an engine for its networks and its running containers. What it does not tell makes the view incomplete. */
export async function readHostView(host: Host): Promise<NetworkView> {
  const issues: Issue[] = [];
  const ask = async (path: string, mayMiss = false): Promise<unknown> => {
    try {
      const answer = await host.ask(path);
      if (answer === undefined && !mayMiss) throw new HostUnreadable(`the engine does not know ${path}`);
      return answer;
    } catch (error) {
      if (!(error instanceof HostUnreadable)) throw error;
      if (!mayMiss) issues.push(makeIssue('NETWORK_UNDECIDED', 'network', `${path}: ${error.message}`));
      return undefined;
    }
  };
  const [networks, info, listed] = await Promise.all([ask('/networks'), ask('/info', true), ask('/containers/json?all=1')]);
  const running = (Array.isArray(listed) ? (listed as readonly unknown[]) : []).filter(
    (one) => isJsonObject(one) && (field(one, 'State') ?? 'running') === 'running',
  );
  const containers = await mapLimited(running, questionsAtOnce, (one) =>
    ask(`/containers/${textOf(isJsonObject(one) ? field(one, 'Id') : undefined)}/json`, true),
  );
  const services = isManager(info) ? await ask('/services') : undefined;
  return readHostNetwork({ host: host.name, networks, containers, services, issues });
}

/** Only a manager of a swarm lists services. */
function isManager(info: unknown): boolean {
  const swarm = isJsonObject(info) ? field(info, 'Swarm') : undefined;
  return isJsonObject(swarm) && field(swarm, 'ControlAvailable') === true;
}
