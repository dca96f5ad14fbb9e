import { isFileScheme } from '../../model/file-schemes.ts';
import { type ScanReport } from '../../model/report.ts';

/** A directory and a file have neither layers nor instructions, so that nothing is said about them. */
export function hasLayers({ target }: Pick<ScanReport, 'target'>): boolean {
  return target.scheme !== 'dir' && target.scheme !== 'rootfs' && !isFileScheme(target.scheme);
}
