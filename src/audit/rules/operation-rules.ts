import { type AuditOutcome, type AuditRule, failedIf } from '../audit-rule.ts';
import { infoField } from '../facts/engine-facts.ts';
import { type HostFacts } from '../facts/host-facts.ts';
import { valueOf } from '../known.ts';

/** Stopped containers that are still nobody's concern. */
const stoppedAtMost = 25;

export const operationRules: readonly AuditRule[] = [
  {
    id: '6.1',
    title: 'Images that nobody uses are removed',
    severity: 'low',
    isManual: true,
    rationale: 'Old images take space, and somebody may start one with flaws that were fixed long ago.',
    remediation: 'Remove images that no container uses.',
    command: 'docker image prune --all',
    judge: ({ images, containers }: HostFacts): AuditOutcome => {
      const all = valueOf(images);
      const used = new Set(valueOf(containers).map(({ imageId }) => imageId));
      const inUse = all.filter(({ id }) => used.has(id)).length;
      return {
        ...failedIf(inUse * 2 < all.length, `${all.length} images, of which running containers use ${inUse}`),
        note: `${inUse} of ${all.length} images are in use`,
      };
    },
  },
  {
    id: '6.2',
    title: 'Containers that nobody uses are removed',
    severity: 'low',
    isManual: true,
    rationale: 'A stopped container keeps its files, and secrets among them.',
    remediation: 'Remove containers that are stopped.',
    command: 'docker container prune',
    judge: ({ engine }: HostFacts): AuditOutcome => {
      const total = Number(infoField(valueOf(engine), 'Containers'));
      const running = Number(infoField(valueOf(engine), 'ContainersRunning'));
      return {
        ...failedIf(total - running > stoppedAtMost, `${total - running} containers are stopped`),
        note: `${running} of ${total} containers are running`,
      };
    },
  },
];
