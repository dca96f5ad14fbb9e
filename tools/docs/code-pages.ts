import { contentKinds } from '../../src/model/content-kinds.ts';
import { errorCodes } from '../../src/model/error-codes.ts';
import { issueCodes } from '../../src/model/issue-codes.ts';
import { commonTrustReasons } from '../../src/model/trust/common-trust-reasons.ts';
import { notaryTrustReasons } from '../../src/model/trust/notary-trust-reasons.ts';
import { notationTrustReasons } from '../../src/model/trust/notation-trust-reasons.ts';
import { sigstoreTrustReasons } from '../../src/model/trust/sigstore-trust-reasons.ts';
import { type TrustReasonRow } from '../../src/model/trust/trust-reason-row.ts';
import { code, page, table } from './markdown.ts';

export function errorCodesPage(): string {
  return page(
    'Error codes',
    'src/model/error-codes.ts',
    'What is thrown when the work cannot be done. On the command line it is one line: `pratique: <what and why> (<CODE>); try: <what to do>`. Library users find the code in `PratiqueError.code`. A defect of pratique itself says `INTERNAL` and exits with 3.\n\nExit code 2 means that the command line or the configuration is wrong: correct it; this includes a file that it names and that does not exist. Exit code 3 means that what it names cannot be reached, read or used: a registry that does not answer, a damaged image, a key of an unsupported type, a wrong or missing passphrase.',
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
    'What kept part of a scan from being done, or lowers confidence in it. The scan goes on and its report is `partial`. An *error* is something that was not scanned, and makes the exit code 4 unless `--allow-incomplete` accepts it; a *warning* lowers confidence.',
    table(
      ['code', 'severity', 'meaning', 'try'],
      Object.entries(issueCodes).map(([name, row]) => [code(name), row.severity, row.title, row.hint]),
    ),
    '## Kinds of content',
    `\`--allow-incomplete=LIST\` takes codes and kinds of content, which the JSON report has as \`contentKind\`: ${contentKinds.map(code).join(', ')}.`,
  );
}

export function trustReasonsPage(): string {
  const section = (title: string, rows: Readonly<Record<string, TrustReasonRow>>): readonly string[] => [
    `## ${title}`,
    table(
      ['code', 'meaning', 'rule', 'what to do'],
      Object.entries(rows).map(([name, row]) => [code(name), row.title, row.rule, row.hint]),
    ),
  ];
  return page(
    'Reasons for not trusting',
    'src/model/trust/trust-reasons.ts',
    'Why a signature, an attestation or an image is not believed: every `code` that a verdict of `pratique verify` can have in `refused`, and every `VerificationError.code` of the library. What could not be fetched or read at all is no reason but an error of [error-codes.md](error-codes.md).',
    ...section('Every scheme', commonTrustReasons),
    ...section('Docker Content Trust (Notary v1)', notaryTrustReasons),
    ...section('sigstore', sigstoreTrustReasons),
    ...section('Notary Project (Notation)', notationTrustReasons),
  );
}
