import { describeCapabilities } from '../../audit/running/describe-capabilities.ts';
import { type ContainerRisk, type RankedContainer } from '../../audit/running/rank-containers.ts';
import { type RunningContainer } from '../../audit/running/running-container.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { isKnownExploited } from '../../model/finding.ts';
import { type Issue } from '../../model/issue.ts';
import { type JudgedReport } from '../../report/reporter.ts';
import { makeStyle, type Style } from '../../report/table/style.ts';
import { countOf } from '../../report/table/words.ts';

/** Each container in a few lines, the worst first. */
export function* writePsTable(
  host: string,
  ranked: readonly RankedContainer<JudgedReport>[],
  issues: readonly Issue[],
  { width, useColor }: { readonly width: number; readonly useColor: boolean },
): Generator<string> {
  const style = makeStyle(useColor);
  const count = (has: (risk: ContainerRisk) => boolean): number => ranked.filter(({ risk }) => has(risk)).length;
  const parts = [
    `${count(({ isExposed, isExploitable }) => isExposed && isExploitable)} exposed and exploitable`,
    `${count(({ isDrifted }) => isDrifted)} changed`,
    `${count(({ isPowerful }) => isPowerful)} with rights over the host`,
  ];
  yield `${style.strong(countOf(ranked.length, 'running container').toUpperCase())}  ${escapeControl(host)}\n`;
  if (ranked.length > 0) for (const line of wrapWords(parts.join(', '), width, '  ')) yield `${line}\n`;
  for (const [at, one] of ranked.entries()) yield* writeContainer(at + 1, one, width, style);
  for (const { message } of issues) for (const line of wrapWords(escapeControl(message), width, '! ', '  ')) yield `${line}\n`;
}

function* writeContainer(number: number, { container, judged, risk }: RankedContainer<JudgedReport>, width: number, style: Style): Generator<string> {
  const words = wordsOf(risk);
  yield `\n${String(number).padStart(2)} ${style.strong(escapeControl(container.facts.name))}${words.length === 0 ? '' : `  ${style.bad(words.join(', '))}`}\n`;
  const rows: readonly (readonly [string, string])[] = [
    ['image', `${container.facts.image}${digestOf(container)}`],
    ['verdict', verdictOf(judged)],
    ['open to', container.open.length === 0 ? 'no other machine' : `other machines: ${container.open.join(', ')}`],
    ['can do', `capabilities: ${describeCapabilities(container.facts)}`],
    ['rights', container.rights.length === 0 ? container.unreadRights.length > 0 ? 'none found' : 'nothing beyond a usual container' : container.rights.map(({ message }) => message).join(' · ')],
    ['changed', driftOf(container)],
    ['signature', signatureOf(judged)],
    ...judged.report.issues.filter(({ code }) => code === 'CONTAINER_UNDECIDED').map(({ message }) => ['unknown', message] as const),
    ...judged.decision.statements.filter(({ isMet }) => !isMet).map(({ text }) => ['policy', `✗ ${text}`] as const),
  ];
  for (const [head, text] of rows)
    if (text !== '') for (const line of wrapWords(escapeControl(text), width, `   ${head.padEnd(10)}`, ' '.repeat(13))) yield `${line}\n`;
} // prettier-ignore

function wordsOf({ isExposed, isExploitable, isDrifted, isPowerful }: ContainerRisk): readonly string[] {
  return [
    ...(isExposed ? ['EXPOSED'] : []),
    ...(isExploitable ? ['EXPLOITABLE'] : []),
    ...(isDrifted ? ['CHANGED'] : []),
    ...(isPowerful ? ['RIGHTS OVER THE HOST'] : []),
  ];
}

function digestOf({ repositoryDigests: [first], facts: { imageId } }: RunningContainer): string {
  const digest = first?.split('@')[1] ?? imageId;
  return digest === undefined ? '' : `  ${digest.slice(0, 19)}`;
}

function verdictOf({ report: { findings, scannedFor, issues }, decision }: JudgedReport): string {
  if (!scannedFor.includes('vulnerability')) return issues.some(({ code }) => code === 'CONTAINER_UNDECIDED') ? 'not scanned' : '';
  const flaws = findings.filter((finding) => finding.kind === 'vulnerability' && finding.suppression === undefined);
  const exploited = flaws.filter(isKnownExploited).length;
  const counts = (['critical', 'high', 'medium'] as const).flatMap((severity) => {
    const number = flaws.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}`];
  });
  const text = counts.length === 0 ? 'no vulnerabilities of severity medium or above' : counts.join(', ');
  const word = decision.verdict === 'not-asked' ? '' : `${decision.verdict.toUpperCase()}: `;
  return `${word}${text}${exploited === 0 ? '' : `, ${exploited} known to be exploited`}`;
}

const signs = { changed: '~', added: '+', deleted: '−' } as const;
const mostPaths = 8;

function driftOf({ drift }: RunningContainer): string {
  if ('unread' in drift) return '';
  const { items, otherCount } = drift.value;
  const paths = items.slice(0, mostPaths).map(({ path, kind, drift: what }) => `${signs[kind]} ${path}${what === 'packages' ? ' (packages installed)' : what === 'temporary-program' ? ' (temporary)' : ''}`);
  const more = items.length - paths.length;
  return [...paths, ...(more > 0 ? [`${more} more`] : []), otherCount === 0 && items.length === 0 ? 'nothing' : `${items.length === 0 ? 'no program; ' : ''}${countOf(otherCount, 'other change')}`].join(' · ');
} // prettier-ignore

function signatureOf({ report: { trust } }: JudgedReport): string {
  if (trust === undefined) return '';
  return trust.isTrusted ? 'trusted' : 'NOT TRUSTED';
}
