import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';

/** Whether free security support for the package's release ended before `now`; unknown is no. */
export function isPastEndOfLife(found: Package, now: Date): boolean {
  const day = ecosystem(found.ecosystem).distribution?.endOfLife?.[found.release ?? ''];
  return day !== undefined && now.toISOString().slice(0, 10) > day;
}
