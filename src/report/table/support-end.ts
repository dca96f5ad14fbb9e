import { type ScanReport } from '../../model/report.ts';
import { countOf } from './words.ts';

/** A notice in the months before a distribution loses its security support; after that it is an issue. */
export function describeSupportEnd({ target: { distribution }, startedAt }: Pick<ScanReport, 'target' | 'startedAt'>): string | undefined {
  const { id, prettyName = id, endOfLife } = distribution ?? {};
  if (endOfLife === undefined || prettyName === undefined) return undefined;
  const days = Math.round((Date.parse(endOfLife) - Date.parse(startedAt.toISOString().slice(0, 10))) / dayMs);
  if (!(days >= 0 && days <= noticeDays)) return undefined;
  const when = days === 0 ? 'today' : `in ${countOf(days, 'day')}`;
  return `${prettyName}: security support ends ${when} (${endOfLife}); plan the move to a newer release`;
}

const dayMs = 86_400_000;
/** Enough for a release cycle of whoever builds on it. */
const noticeDays = 90;
