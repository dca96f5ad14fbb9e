import { findingChanges } from '../../model/finding-change.ts';
import { type CommandOption } from '../command.ts';

/** What a report is compared with. */
export const baselineOptions: readonly CommandOption[] = [
  {
    name: 'baseline',
    value: 'REPORT|IMAGE|REVISION',
    meaning:
      'compare with a JSON report, another image, or a revision of Git where a directory is scanned; the gate then counts only what is new',
    completes: 'file',
  },
  {
    name: 'baseline-changes',
    value: 'LIST',
    meaning: `changes that the gate counts with --baseline: ${findingChanges.join(', ')}`,
    default: 'introduced',
  },
];
