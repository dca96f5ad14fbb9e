import { type AuditItem, type AuditResult } from '../model/audit-report.ts';
import { type HostFacts } from './facts/host-facts.ts';

/** One check of the benchmark: what is asked, in whose words a failure is told, and how it is decided from facts alone. */
export interface AuditRule extends Omit<AuditResult, 'sectionId' | 'level' | 'controlsGroup' | 'verdict' | 'items' | 'unread' | 'note'> {
  /** May throw HostUnreadable: the check could not look. */
  readonly judge: (facts: HostFacts) => AuditOutcome;
}

/** Fails with items, cannot say with what is unread, and passes without either. */
export interface AuditOutcome {
  readonly items?: readonly AuditItem[];
  readonly unread?: readonly string[];
  readonly note?: string;
  readonly isNotApplicable?: true;
  /** A check that the benchmark leaves to a person was decided after all: what it could not read is a gap. */
  readonly isDecided?: true;
}

export function notApplicable(note: string): AuditOutcome {
  return { isNotApplicable: true, note };
}

export const passed: AuditOutcome = {};

/** Fails with one sentence. */
export function failed(message: string, subject?: string): AuditOutcome {
  return { items: [{ message, ...(subject === undefined ? {} : { subject }) }] };
}

/** Passes where there is nothing to say against it. */
export function failedIf(isWrong: boolean, message: string, subject?: string): AuditOutcome {
  return isWrong ? failed(message, subject) : passed;
}
