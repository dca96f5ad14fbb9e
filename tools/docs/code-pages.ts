import { errorCodes } from '../../src/model/error-codes.ts';
import { issueCodes } from '../../src/model/issue-codes.ts';
import { code, page, table } from './markdown.ts';

export function errorCodesPage(): string {
  return page(
    'Error codes',
    'src/model/error-codes.ts',
    'What is thrown when the work cannot be done. On the command line it is one line: `pratique: <what and why> (<CODE>); try: <what to do>`. Library users find the code in `PratiqueError.code`. A defect of pratique itself says `INTERNAL` and exits with 3.',
    table(
      ['code', 'exit code', 'meaning', 'try'],
      Object.entries(errorCodes).map(([name, row]) => [code(name), String(row.exitCode), row.title, row.hint]),
    ),
  );
}

export function issueCodesPage(): string {
  return page(
    'Issue codes',
    'src/model/issue-codes.ts',
    'What kept part of a scan from being done, or made it less certain. The scan goes on and its report is `partial`. An *error* is something that was not looked at, and makes the exit code 4 unless `--allow-incomplete` accepts it; a *warning* was looked at with less certainty.',
    table(
      ['code', 'severity', 'meaning', 'try'],
      Object.entries(issueCodes).map(([name, row]) => [code(name), row.severity, row.title, row.hint]),
    ),
  );
}
