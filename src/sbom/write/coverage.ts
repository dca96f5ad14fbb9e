import { type Inventory } from '../inventory.ts';

/** Whether everything in the image was scanned: warnings lower the certainty, not the coverage. */
export function isComplete({ issues }: Pick<Inventory, 'issues'>): boolean {
  return !issues.some(({ severity }) => severity === 'error');
}
