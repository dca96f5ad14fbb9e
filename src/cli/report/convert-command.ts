import { type Command } from '../command.ts';
import { gateOptions, reportOptions } from './report-options.ts';

export const convertCommand: Command = {
  name: 'convert',
  summary: 'write a JSON report in other formats',
  description: [
    'Reads a report that "pratique scan --output json=FILE" wrote, and writes it in any format that a scan writes. Nothing is scanned.',
    'The verdict in the report is kept. With --exit-code it is judged again, by the flags. A report that was written with --severity, --ignore-unfixed or --ignore-base lacks what these hid.',
  ],
  arguments: [{ name: 'REPORT', meaning: 'JSON report', completes: 'file' }],
  options: [...gateOptions, ...reportOptions],
  examples: [
    { line: 'pratique convert report.json --output html=report.html', does: 'write a page for a browser' },
    { line: 'pratique convert report.json --severity CRITICAL --exit-code 1', does: 'judge a report again' },
  ],
  run: async (input, context) => (await import('./run-convert.ts')).runConvert(input, context),
};
