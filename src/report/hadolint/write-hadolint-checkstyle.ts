import { escapeXml } from '../../lib/xml/escape-xml.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { hadolintDefects } from './hadolint-defects.ts';

/** A `file` for each file with defects; Checkstyle has no level below `info`. */
export function* writeHadolintCheckstyle(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  yield "<?xml version='1.0' encoding='UTF-8'?>\n<checkstyle version='4.3'>\n";
  let open: string | undefined;
  for (const { file, line, column, code, level, message } of hadolintDefects(reports, options)) {
    if (file !== open) yield `${open === undefined ? '' : '</file>\n'}<file name="${escapeXml(file)}">\n`;
    open = file;
    const severity = level === 'style' ? 'info' : level;
    yield `<error line="${line}" column="${column}" severity="${severity}" message="${escapeXml(message)}" source="${escapeXml(code)}"/>\n`;
  }
  yield `${open === undefined ? '' : '</file>\n'}</checkstyle>\n`;
}
