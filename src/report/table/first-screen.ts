import { describeBaseline } from '../describe-baseline.ts';
import { type ReportView } from '../report-view.ts';
import { displayWidth, fitStart, fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { isFileScheme } from '../../model/file-schemes.ts';
import { type FindingKind } from '../../model/finding.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type ScanTarget } from '../../model/report.ts';
import { writeCompleteness } from './completeness.ts';
import { describeNotShown } from './describe-not-shown.ts';
import { countReached } from './count-reached.ts';
import { describeSupportEnd } from './support-end.ts';
import { writeLaneTable } from './lane-table.ts';
import { writePlan } from './plan-lines.ts';
import { type Style } from './style.ts';
import { verdictOf } from './verdict.ts';
import { kindWords } from './kind-words.ts';
import { hasLayers } from './has-layers.ts';
import { countOf } from './words.ts';

/** The most important facts, in at most 40 lines for any image. */
export function* writeFirstScreen(view: ReportView, width: number, style: Style): Iterable<string> {
  yield* writeHead(view, width, style);
  if (view.report.target.connection === 'unverified') yield `  ${style.caution('!')} ${fitWidth(unverified, width - 4)}`;
  const ending = describeSupportEnd(view.report);
  if (ending !== undefined) yield `  ${style.caution('!')} ${fitWidth(escapeControl(ending), width - 4)}`;
  yield* writeTrust(view, width, style);
  yield* writeStatements(view, width, style);
  const compared = describeBaseline(view);
  if (compared !== undefined) yield* wrapWords(escapeControl(compared), width, '  ').slice(0, 2);
  yield* writeNotScannedFor(view, width, style);
  yield* writeCompleteness(view, width, style);
  yield* writePlan(view.plan, width, style);
  yield* writeLaneTable(view, width, style);
  const reached = countReached(view.shown);
  if (reached !== undefined) yield fitWidth(`  ${reached}`, width);
  for (const note of describeNotShown(view)) yield style.faint(fitWidth(`  ${note}`, width));
}

const unverified = 'the registry was not verified (--insecure): this may be another image';

/** The word and the image, the sentence, and what was scanned. */
function* writeHead(view: ReportView, width: number, style: Style): Iterable<string> {
  const { target, packages } = view.report;
  const { word, sentence, tone } = verdictOf(view);
  const shown = fitWidth(escapeControl(word), width);
  const room = width - displayWidth(shown) - 2;
  // A name that would be cut to almost nothing gets a line of its own.
  const name = escapeControl(target.name);
  const isBeside = room >= Math.min(displayWidth(name), 24);
  yield isBeside ? `${style[tone](shown)}  ${style.strong(fitStart(name, room))}` : style[tone](shown);
  if (!isBeside) yield `  ${style.strong(fitStart(name, width - 2))}`;
  yield* wrapWords(escapeControl(sentence), width, '  ').slice(0, 3);
  const store = localStores.get(target.scheme);
  const origin = store === undefined ? [] : [`from ${store}`];
  const layers = hasLayers(view.report) ? [countOf(target.layers.length, 'layer')] : [];
  const counts = target.platform === undefined && packages.length === 0 ? layers : [countOf(packages.length, 'package'), ...layers];
  const facts = [...systemOf(target), ...origin, ...counts];
  const line = `  ${facts.map(escapeControl).join(' · ')}`;
  const attestations = target.attestationCount === undefined ? '' : ` · ${countOf(target.attestationCount, 'attestation')}`;
  // Half of it would say nothing; the JSON always has it.
  if (facts.length > 0) yield style.faint(fitWidth(displayWidth(line + attestations) <= width ? line + attestations : line, width));
}

/** A file is for no platform. */
function systemOf({ platform, distribution }: ScanTarget): readonly string[] {
  if (platform === undefined) return [];
  return [distribution?.prettyName ?? distribution?.id ?? 'no distribution', formatPlatform(platform)];
}

/** A plain name may be found in several places; of the others the name says where. */
const localStores: ReadonlyMap<string, string> = new Map([
  ['docker', 'Docker'],
  ['podman', 'Podman'],
  ['containerd', 'containerd'],
]);

/** Who signed, or the first reason why that is not known; `pratique verify` explains the rest. */
function* writeTrust({ report: { trust } }: ReportView, width: number, style: Style): Iterable<string> {
  if (trust === undefined) return;
  const signers = [
    ...new Set([...trust.trusted, ...trust.attestations.map(({ signature }) => signature)].map(({ signer }) => signer.name)),
  ];
  const [reason] = [...trust.refused, ...trust.failures];
  const more = trust.refused.length + trust.failures.length - 1;
  const why = reason === undefined ? '' : ` (${reason.code}${more > 0 ? `, and ${more} more` : ''}): ${reason.message}`;
  const text = trust.isTrusted ? `signed by ${signers.join(', ')}` : `not trusted${why}`;
  const mark = trust.isTrusted
    ? style.good('✓')
    : trust.action === 'enforce' || trust.action === 'forbid'
      ? style.bad('✗')
      : style.caution('!');
  yield `  ${mark} ${fitWidth(escapeControl(text), width - 4)}`;
}

/** What the policy asked, where it asked. */
function* writeStatements({ decision }: ReportView, width: number, style: Style): Iterable<string> {
  if (decision.verdict === 'not-asked') return;
  for (const { text, isMet, isWarning } of decision.statements.slice(0, maxStatements)) {
    const mark = !isMet ? style.bad('✗') : isWarning === true ? style.caution('!') : style.good('✓');
    yield `  ${mark} ${fitWidth(escapeControl(text), width - 4)}`;
  }
  const more = decision.statements.length - maxStatements;
  if (more > 0) yield `    and ${more} more`;
}
const maxStatements = 4;

/** What may be wrong with an image; the host is audited on its own. */
const kindsOfImages: readonly FindingKind[] = ['vulnerability', 'misconfiguration', 'secret', 'license'];

/** A clean result says nothing about what was not looked for. */
function* writeNotScannedFor({ report }: ReportView, width: number, style: Style): Iterable<string> {
  // Such a file has no packages and no licences.
  if (isFileScheme(report.target.scheme)) return;
  const missing = kindsOfImages.filter((kind) => !report.scannedFor.includes(kind)).map((kind) => kindWords[kind]);
  if (missing.length > 0) yield style.faint(fitWidth(`  not scanned for: ${missing.join(', ')}`, width));
}
