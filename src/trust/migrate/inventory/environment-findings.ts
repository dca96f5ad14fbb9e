import { type InventoryFinding } from './inventory-finding.ts';
import { describeAssignment } from './trust-variables.ts';

/** What the variables of a running process do, told like those of a file; they have no line, which is 0. */
export function environmentFindings(variables: ReadonlyMap<string, string>): readonly InventoryFinding[] {
  return [...variables].flatMap(([name, text]) => {
    const found = describeAssignment(name, { kind: 'text', text }, 0);
    return found === undefined ? [] : [{ ...found, path: 'environment', holder: 'this process' }];
  });
}
