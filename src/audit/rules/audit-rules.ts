import { type AuditRule } from '../audit-rule.ts';
import { containerIsolation } from './container-isolation.ts';
import { containerLimits } from './container-limits.ts';
import { containerNetwork } from './container-network.ts';
import { containerPrivileges } from './container-privileges.ts';
import { daemonRules } from './daemon-rules.ts';
import { execRules } from './exec-rules.ts';
import { fileRules } from './file-rules.ts';
import { hostRules } from './host-rules.ts';
import { imageRules } from './image-rules.ts';
import { imageScanRules } from './image-scan-rules.ts';
import { operationRules } from './operation-rules.ts';
import { swarmRules } from './swarm-rules.ts';

/** Every check, in the order of the benchmark. */
export const auditRules: readonly AuditRule[] = [
  ...hostRules,
  ...daemonRules,
  ...fileRules,
  ...imageRules,
  ...imageScanRules,
  ...containerPrivileges,
  ...containerIsolation,
  ...execRules,
  ...containerLimits,
  ...containerNetwork,
  ...operationRules,
  ...swarmRules,
].sort((a, b) => compareIds(a.id, b.id));

/** `5.9` before `5.10`. */
export function compareIds(a: string, b: string): number {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < Math.max(x.length, y.length); at++) {
    const difference = (x[at] ?? -1) - (y[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
