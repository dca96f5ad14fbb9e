import { type Finding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';
import { type SourcePosition } from '../../model/source-position.ts';

/** Where to repair a finding; `undefined` where no file of the repository is known for it. */
export type LocateSource = (report: ScanReport, finding: Finding) => SourcePosition | undefined;
