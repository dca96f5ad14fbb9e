import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { hadolintDefects } from './hadolint-defects.ts';

/** One list over all files. */
export function* writeHadolintJson(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  yield `${JSON.stringify(hadolintDefects(reports, options))}\n`;
}
