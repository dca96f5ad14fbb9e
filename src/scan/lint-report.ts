import { type Checked } from '../model/checker.ts';
import { type FileScheme } from '../model/file-schemes.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';

/** What a check of one file found, as a report: no packages, no layers, and one kind of finding. */
export function lintReport(
  target: { readonly name: string; readonly scheme: FileScheme },
  check: () => Checked & { readonly isEmpty: boolean },
  runtime: Runtime,
): ScanReport {
  const startedAt = runtime.now();
  const { findings, issues, isEmpty } = check();
  return {
    target: { ...target, layers: [] },
    packages: [],
    scannedFor: ['misconfiguration'],
    findings,
    plan: [],
    issues,
    completeness: isEmpty ? 'none' : issues.length === 0 ? 'complete' : 'partial',
    startedAt,
    durationMs: runtime.now().getTime() - startedAt.getTime(),
    advisories: { kind: 'none', shards: [], sources: [] },
  };
}
