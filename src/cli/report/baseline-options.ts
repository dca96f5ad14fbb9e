import { findingChanges } from '../../model/finding-change.ts';
import { type CommandOption } from '../command.ts';

/** What a report is compared with. */
export const baselineOptions: readonly CommandOption[] = [
  {
    name: 'baseline',
    value: 'REPORT|IMAGE',
    meaning: 'compare with a JSON report or another image; the gate then counts only what is new',
    completes: 'file',
  },
  {
    name: 'baseline-changes',
    value: 'LIST',
    meaning: `changes that the gate counts with --baseline: ${findingChanges.join(', ')}`,
    default: 'introduced',
  },
];
