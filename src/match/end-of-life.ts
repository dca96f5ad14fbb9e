import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';
import { type DetectedDistribution } from '../model/report.ts';

/** Whether security support for the package's release ended before `now`, as the image's distribution has it; unknown is no. */
export function isPastEndOfLife(found: Package, distribution: DetectedDistribution | undefined, now: Date): boolean {
  const isOfDistribution = distribution?.ecosystem === found.ecosystem && distribution.release === found.release;
  const day = isOfDistribution ? distribution.endOfLife : ecosystem(found.ecosystem).distribution?.support?.lastDays[found.release ?? ''];
  return day !== undefined && now.toISOString().slice(0, 10) > day;
}
