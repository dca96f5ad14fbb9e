import { errorCodes, type ErrorCode } from '../../model/error-codes.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { displayWidth, fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { trustReasons } from '../../model/trust/trust-reasons.ts';
import { type SignerIdentity, type TrustedSignature, type TrustRefusal, type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { describeOtherSigners } from './other-signers.ts';
import { groupBySigner } from './signer-blocks.ts';
import { makeStyle, type Style } from '../table/style.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';

export interface VerdictTableOptions {
  readonly width: number;
  readonly useColor: boolean;
}

/** Refusals of one code, places of one signer or failed look-ups that are listed before the rest is counted. */
const maxListed = 5;

/** Formats verdicts for people: the verdict, the trusted signatures and why they are trusted, then what was refused and what to do. */
export function* writeVerdictsTable(verdicts: readonly TrustVerdict[], { width, useColor }: VerdictTableOptions): Iterable<string> {
  const style = makeStyle(useColor);
  for (const [at, verdict] of verdicts.entries()) {
    if (at > 0) yield '\n';
    for (const line of writeVerdict(verdict, width, style)) yield `${line}\n`;
  }
}

function* writeVerdict(verdict: TrustVerdict, width: number, style: Style): Iterable<string> {
  const [word, paint] = verdictWord(verdict, style);
  yield `${paint(word)}  ${style.strong(fitWidth(escapeControl(verdict.image), Math.max(8, width - displayWidth(word) - 2)))}`;
  const { digest, size } = verdict;
  if (digest !== undefined) yield* field('digest', digest, width, style);
  if (size !== undefined) yield* field('size', `${formatCount(size)} bytes (manifest)`, width, style);
  yield* field('policy', `${verdict.policy} (${verdict.action})`, width, style);
  if (verdict.judgedAs !== undefined)
    yield* field('judged', `as ${verdict.judgedAs}, its source: no statement matches the name of the copy`, width, style);
  const isBound = verdict.trusted.some(({ tagBinding }) => tagBinding !== undefined);
  for (const { title, signature, places } of groupBySigner(verdict)) {
    yield '';
    yield* paragraph(style.good('✓'), title, width);
    yield* writeGrounds(signature, places, isBound, width, style);
  }
  if (verdict.notices.length > 0) yield '';
  for (const notice of verdict.notices) yield* paragraph(style.caution('!'), notice, width);
  yield* writeRefusals(verdict, width, style);
  for (const { scheme, code, message, hint } of verdict.failures.slice(0, maxListed)) {
    yield '';
    yield* paragraph(style.bad('!'), `${scheme} ${isUsage(code) ? 'cannot be verified' : 'lookup failed'}: ${message} (${code})`, width);
    yield* faintly(`→ ${hint}`, width, style);
  }
  const more = verdict.failures.length - maxListed;
  if (more > 0) yield `    and ${more} more lookup${more === 1 ? '' : 's'} failed`;
}

/** What no retry changes. */
function isUsage(code: ErrorCode): boolean {
  return errorCodes[code].exitCode === exitCodes.usageError;
}

function verdictWord({ isTrusted, action, failures }: TrustVerdict, style: Style): readonly [string, (text: string) => string] {
  if (isTrusted) return ['TRUSTED', style.good];
  if (action === 'forbid') return ['FORBIDDEN', style.bad];
  if (action === 'ignore') return ['NOT CHECKED (policy: ignore)', style.caution];
  const why = failures.some(({ code }) => isUsage(code)) ? 'policy cannot be used' : 'lookup failed';
  const word = failures.length > 0 ? `NOT VERIFIED (${why})` : 'NOT TRUSTED';
  return action === 'warn' ? [`${word} (policy: warn)`, style.caution] : [word, style.bad];
}

/** Why a signature is trusted, and how far. `isBound` says that one of the trusted signatures binds the tag to the content that all of them sign. */
function* writeGrounds(
  signature: TrustedSignature,
  places: readonly string[],
  isBound: boolean,
  width: number,
  style: Style,
): Iterable<string> {
  const { signer, signedFor, annotations, trustRoot, signedAt, expires, expiryOf, tagBinding } = signature;
  for (const [name, value] of signerFields(signer)) yield* field(name, value, width, style);
  for (const place of places.slice(0, maxListed)) yield* field('found', place, width, style);
  if (places.length > maxListed) yield* field('found', `and ${places.length - maxListed} more`, width, style);
  if (signedFor !== undefined) yield* field('copied', `from ${signedFor}, the name that was signed`, width, style);
  for (const [name, value] of annotations ?? []) yield* field('with', `${name}=${value} (required)`, width, style);
  yield* field('root', `${trustRoot.kind} ${trustRoot.name}`, width, style);
  if (signedAt !== undefined) yield* field('signed', `${formatTime(signedAt.time)} (per ${signedAt.statedBy})`, width, style);
  if (expires !== undefined) yield* field('until', `${formatTime(expires)}${expiryOf === undefined ? '' : ` (${expiryOf})`}`, width, style);
  if (tagBinding !== undefined) yield* field('tag', `${tagBinding.tag} by ${tagBinding.role}, version ${tagBinding.version}`, width, style);
  else if (!isBound) yield* field('tag', 'not bound: an older signed image under the same tag would pass too', width, style);
}

/** Fields that the name does not already contain. */
function signerFields({ name, issuer, subject, keyId, certificateFingerprint }: SignerIdentity): readonly (readonly [string, string])[] {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['subject', subject],
    ['issuer', issuer],
    ['key', keyId],
    ['cert', certificateFingerprint],
  ];
  return fields.flatMap(([label, value]) => (value === undefined || name.includes(value) ? [] : [[label, value] as const]));
}

/** Groups refusals by code, so that rule and advice appear once. */
function* writeRefusals(verdict: TrustVerdict, width: number, style: Style): Iterable<string> {
  const { isTrusted } = verdict;
  // Beside a trusted signature, those of others are one line: they are not why the image is refused.
  const isFolded = isTrusted || verdict.trusted.length > 0;
  const refused = isFolded ? verdict.refused.filter(({ signedBy }) => signedBy === undefined) : verdict.refused;
  const others = isFolded ? verdict.refused.flatMap(({ signedBy }) => signedBy ?? []) : [];
  if (others.length > 0) {
    yield '';
    yield* paragraph(style.faint('·'), describeOtherSigners(others, 'signature'), width);
  }
  const codes = [...new Set(refused.map(({ code }) => code))];
  if (isTrusted && codes.length > 0) {
    yield '';
    yield style.faint('  Other signatures, not trusted:');
  }
  for (const code of codes) {
    const { title, rule, hint } = trustReasons[code];
    yield '';
    const head = wrapWords(`${title} ${code}`, width - 4);
    yield `  ${isTrusted ? style.caution('✗') : style.bad('✗')} ${head.join('\n    ')}`.replace(code, style.faint(code));
    const own = refused.filter((each) => each.code === code);
    for (const refusal of own.slice(0, maxListed)) yield* wrapWhole(escapeControl(describe(refusal)), width, '    ', '      ');
    if (own.length > maxListed) yield `    and ${own.length - maxListed} more like these`;
    yield* faintly(`rule: ${rule}`, width, style);
    if (!isTrusted) yield* faintly(`→ ${hint}`, width, style);
  }
}

function describe({ scheme, object, message }: TrustRefusal): string {
  return `${scheme === undefined ? '' : `${scheme}, `}${object}: ${message}`;
}

function* field(name: string, value: string, width: number, style: Style): Iterable<string> {
  const label = name.padEnd(8);
  for (const [at, line] of wrapWhole(escapeControl(value), width, `    ${label} `, ' '.repeat(13)).entries())
    yield at === 0 ? line.replace(label, style.faint(label)) : line;
}

function* paragraph(mark: string, text: string, width: number): Iterable<string> {
  for (const [at, line] of wrapWhole(escapeControl(text), width, '    ', '    ').entries())
    yield at === 0 ? `  ${mark} ${line.slice(4)}` : line;
}

function* faintly(text: string, width: number, style: Style): Iterable<string> {
  for (const line of wrapWords(text, width, '    ', '      ')) yield style.faint(line);
}

/** `1,638`. Not `toLocaleString`, whose first call loads the tables of every language. */
function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function formatTime(time: Date): string {
  return time
    .toISOString()
    .replace('T', ' ')
    .replace(/(?::\d\d)\.\d+Z$/, ' UTC');
}
