import { type InventoryFinding } from './inventory-finding.ts';
import { describeAssignment } from './trust-variables.ts';

/** The variables of this process, described like those of a file; their line is 0. */
export function environmentFindings(variables: ReadonlyMap<string, string>): readonly InventoryFinding[] {
  return [...variables].flatMap(([name, text]) => {
    const found = describeAssignment(name, { kind: 'text', text }, 0);
    return found === undefined ? [] : [{ ...found, path: 'environment', holder: 'this process' }];
  });
}
