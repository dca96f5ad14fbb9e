import { type Severity } from '../../model/severity.ts';
import { type Suppression } from '../../model/suppression.ts';
import { severities, severityRank } from '../../model/severity.ts';
import { type Candidate } from './candidate.ts';
import { findName } from './find-name.ts';
import { type Text } from './text.ts';

/**
 * A secret that was found, without the secret: this is all that leaves the engine, and what caches and reports hold. It is JSON. Lines and columns
 * count from 1, columns in UTF-16 code units.
 */
export interface SecretMatch {
  readonly ruleId: string;
  readonly line: number;
  readonly endLine?: number;
  readonly column: number;
  readonly endColumn: number;
  /** The constant start of the value and at most four characters more. */
  readonly excerpt: string;
  /** What it is assigned to, where that can be told. */
  readonly name?: string;
  /** What was learned of its structure. */
  readonly note?: string;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
  /** A comment on its line says that it may stay: `pratique:allow` or `gitleaks:allow`. */
  readonly isAllowed?: true;
  /** A user's settings say that it may stay. */
  readonly allowed?: Suppression;
  /** How the text was encoded in which it was found, from the outside inwards: `base64`. Line and column are then those of the encoded text. */
  readonly decoded?: readonly string[];
  /** Names of the entries of archives in which it was found, from the outside inwards. */
  readonly inside?: readonly string[];
}

/** Line and column of a byte, as far as they are known to the caller. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The secret is dropped here. */
export function makeMatch(text: Text, candidate: Candidate, start: Position, end: Position): SecretMatch {
  const { rule, verdict, allowed } = candidate;
  const name = findName(text, candidate.nameEnd ?? candidate.start);
  const severity = severityFor(candidate);
  return {
    ruleId: rule.id,
    line: start.line,
    ...(end.line === start.line ? {} : { endLine: end.line }),
    column: start.column,
    endColumn: end.column,
    excerpt: mask(text, candidate),
    ...(name === undefined ? {} : { name }),
    ...(verdict.is !== 'none' && verdict.note !== undefined ? { note: verdict.note } : {}),
    ...(severity === rule.severity ? {} : { severity }),
    ...(hasAllowComment(text, candidate.end) ? { isAllowed: true as const } : {}),
    ...(allowed === undefined ? {} : { allowed }),
  };
}

const maxCommentBytes = 200;

/** Whether the rest of the line has the comment. */
function hasAllowComment({ bytes, end: stop }: Text, from: number): boolean {
  const rest = Buffer.from(bytes.subarray(from, Math.min(stop, from + maxCommentBytes))).toString('latin1');
  return /^[^\n]*\b(?:pratique|gitleaks|trivy):allow\b/.test(rest);
}

/** Values that are shorter show nothing. */
const longValue = 20;
const hintCharacters = 4;
const maxShown = 40;

/** Of names and guesses nothing is shown: they are often passwords. */
function mask({ bytes }: Text, { start, end, shown, rank }: Candidate): string {
  const visible = Math.min(shown, maxShown);
  const hint = rank === 1 && end - start - visible >= longValue ? hintCharacters : 0;
  const head = Buffer.from(bytes.subarray(start, start + visible + hint)).toString('latin1');
  return `${head.replace(/[^\x20-\x7e]/g, '?')}****`;
}

function severityFor({ rule, verdict }: Candidate): Severity {
  if (verdict.is === 'valid') return verdict.severity ?? rule.severity;
  // One that is doubtful is no reason to stop a release, and still worth a look.
  return severities[Math.max(severityRank(rule.severity), severityRank('medium'))]!;
}
