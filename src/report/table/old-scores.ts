import { type ReportView } from '../report-view.ts';

const oldAfterDays = 30;

/** `EPSS of 2021-08-31 (old)`, where the scores that are shown are old; they change daily. */
export function oldScores({ shown, report }: ReportView): string | undefined {
  let oldest: string | undefined;
  for (const finding of shown) {
    const day = finding.kind === 'vulnerability' ? finding.enrichment.exploitPrediction?.scoredOn : undefined;
    if (day !== undefined && (oldest === undefined || day < oldest)) oldest = day;
  }
  const age = oldest === undefined ? Number.NaN : (report.startedAt.getTime() - Date.parse(oldest)) / 86_400_000;
  return age > oldAfterDays ? `EPSS of ${oldest} (old)` : undefined;
}
