import { type AuditItem } from '../../model/audit-report.ts';
import { type AuditOutcome, type AuditRule, notApplicable } from '../audit-rule.ts';
import { type ContainerFacts } from '../facts/container-facts.ts';
import { type HostFacts } from '../facts/host-facts.ts';
import { HostUnreadable } from '../host.ts';
import { valueOf } from '../known.ts';

export interface ContainerRule extends Omit<AuditRule, 'judge' | 'isManual'> {
  readonly isManual?: true;
  /** Why the check says nothing about this host; asked first. */
  readonly applies?: (facts: HostFacts) => string | undefined;
  /** What is wrong with one running container: several sentences, one, or none. May throw HostUnreadable. */
  /** One sentence about all of them, beside the verdict. */
  readonly describe?: (containers: readonly ContainerFacts[]) => string | undefined;
  readonly faults: (container: ContainerFacts, facts: HostFacts) => readonly string[] | string | undefined;
}

/** A check of every running container. One that cannot be judged does not hide what the others do. */
export function containerRule({ applies, faults, describe, isManual, ...rule }: ContainerRule): AuditRule {
  return {
    ...rule,
    isManual: isManual ?? false,
    judge: (facts): AuditOutcome => {
      const containers = valueOf(facts.containers);
      if (containers.length === 0) return notApplicable('no container is running');
      const reason = applies?.(facts);
      if (reason !== undefined) return notApplicable(reason);
      const items: AuditItem[] = [];
      const unread: string[] = [];
      for (const container of containers) {
        try {
          for (const message of [faults(container, facts) ?? []].flat()) items.push({ subject: container.name, message });
        } catch (error) {
          if (!(error instanceof HostUnreadable)) throw error;
          unread.push(error.message);
        }
      }
      const note = describe?.(containers);
      return { items, unread, ...(note === undefined ? {} : { note }) };
    },
  };
}
