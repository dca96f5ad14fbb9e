import { type Severity } from '../../model/severity.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { viewReport } from '../report-view.ts';

/** A defect in hadolint's words. */
export interface HadolintDefect {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Its own code where it has one: `DL3006`; else our rule. */
  readonly code: string;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  readonly message: string;
}

const levels: Readonly<Record<Severity, HadolintDefect['level']>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'info',
  negligible: 'style',
  unknown: 'warning',
};

/** By file and line; what could not be parsed is a defect, too, as it is there. */
export function hadolintDefects(reports: readonly JudgedReport[], options: ReporterOptions): readonly HadolintDefect[] {
  return reports.flatMap((judged) => {
    const { shown, report } = viewReport(judged, options.display);
    const broken = report.issues.filter(({ severity }) => severity === 'error').map(({ code, message, path: file = report.target.name }) => {
      const text = message.startsWith(`${file}:`) ? message.slice(file.length + 1) : message;
      const [, line = '1', rest = text] = /^(?:line )?(\d{1,7}): (.*)$/s.exec(text) ?? [];
      return { file, line: Number(line), column: 1, code, level: 'error' as const, message: rest };
    });
    const found = shown.flatMap((finding) => {
      if (finding.kind === 'vulnerability') return [];
      const [location] = finding.locations;
      const code = finding.aliases.find((alias) => /^(?:DL|SC)\d{4}$/.test(alias)) ?? finding.ruleId;
      const message = finding.message === '' ? finding.title : finding.message;
      return [{ file: location?.path ?? report.target.name, line: location?.line ?? 1, column: location?.column ?? 1, code, level: levels[finding.severity], message }];
    });
    return [...broken, ...found].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  });
} // prettier-ignore
