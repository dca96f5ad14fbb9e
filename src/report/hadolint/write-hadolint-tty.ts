import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { hadolintDefects } from './hadolint-defects.ts';

/** `Dockerfile:1 DL3006 warning: text` */
export function* writeHadolintTty(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  for (const { file, line, code, level, message } of hadolintDefects(reports, options))
    yield `${escapeControl(`${file}:${line} ${code} ${level}: ${message}`)}\n`;
}
