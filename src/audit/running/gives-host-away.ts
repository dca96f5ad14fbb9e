import { field, isJsonObject } from '../../lib/json/json-readers.ts';
import { capabilityName } from '../../model/linux-capabilities.ts';
import { type RunningContainer } from './running-container.ts';

/** Each is enough to become root on the host. capabilities(7) */
const takesHost: ReadonlySet<string> = new Set(['ALL', 'DAC_READ_SEARCH', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO']);
/** Folders of the system are mounted to be written: CIS Docker Benchmark 5.6. */
const writesHost = '5.6';

/** Whether a process in the container can take over the host without a flaw in the kernel. */
export function givesHostAway({ facts, rights }: Pick<RunningContainer, 'facts' | 'rights'>): boolean {
  if (rights.some(({ ruleId, severity }) => severity === 'critical' || ruleId === writesHost)) return true;
  const hostConfig = field(facts.description, 'HostConfig');
  const added = isJsonObject(hostConfig) ? field(hostConfig, 'CapAdd') : undefined;
  return Array.isArray(added) && added.some((name) => takesHost.has(capabilityName(String(name))));
}
