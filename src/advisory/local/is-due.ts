import { PratiqueError } from '../../model/pratique-error.ts';
import { readManifest } from '../store/database-manifest.ts';
import { type SliceState } from './slice-state.ts';

const hourMs = 3_600_000;
/** Publishers are asked for changes again after this long. Most of them publish every few hours, and an unchanged feed costs one short request. */
const checkAfterHours = 12;
/** After a check at which a source could not be reached. */
const retryAfterHours = 1;

/** Whether there is a database that can be opened. */
export type StoredData = 'whole' | 'damaged' | 'none';

/** Whether a scan asks for changes first. Without data that is always so, unless the publishers were reached and had none. */
export function isDue(state: SliceState, data: StoredData, now: Date): boolean {
  if (state.checkedAt === undefined || state.isDamaged || data === 'damaged') return true;
  if (data === 'none' && state.failures.length > 0) return true;
  const hours = (now.getTime() - Date.parse(state.checkedAt)) / hourMs;
  // A clock that was set back must not stop updates for good.
  return !(hours >= 0 && hours < (state.failures.length > 0 ? retryAfterHours : checkAfterHours));
}

/** A database of another format version counts as damaged: both are built again. */
export function storedData(directory: string): StoredData {
  try {
    readManifest(directory);
    return 'whole';
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    return error.code === 'DATABASE_NOT_FOUND' ? 'none' : 'damaged';
  }
}
