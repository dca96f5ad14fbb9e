import { createHash } from 'node:crypto';
import { countFindings, formatCount } from '../../model/count-findings.ts';
import { type Finding, lanes } from '../../model/finding.ts';
import { severities, severityRank } from '../../model/severity.ts';
import { describeBaseline } from '../describe-baseline.ts';
import { describeLayer, factsOf, type FindingFacts } from '../finding-facts.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { laneWords } from '../table/lane-words.ts';
import { verdictOf } from '../table/verdict.ts';
import { countOf } from '../table/words.ts';
import { platformText, targetName } from '../target-name.ts';
import { cutText } from '../text/cut-text.ts';
import { escapeHtml } from './escape-html.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** The page allows its own style and script by their digests, and nothing else: no connection, no frame, no other script. */
const policy = [
  "default-src 'none'",
  `style-src '${digestOf(style)}'`,
  `script-src '${digestOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

export function* writeHtml(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const title = reports.length === 1 ? (reports[0]?.report.target.name ?? '') : `${reports.length} reports`;
  yield `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n';
  yield `<title>Pratique: ${escapeHtml(cutText(title, 200))}</title>\n<style>${style}</style>\n</head>\n<body>\n<main>\n`;
  for (const failure of options.failures ?? []) yield failureSection(failure);
  for (const judged of reports) yield* reportSection(viewReport(judged, options.display), targetName(reports, judged));
  const [first] = reports;
  const date = first === undefined ? '' : `, ${first.report.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  yield `<p class="faint">Pratique ${escapeHtml(options.toolVersion)}${date}</p>\n</main>\n<script>${script}</script>\n</body>\n</html>\n`;
}

function failureSection({ name, message, hint }: FailedTarget): string {
  return `<section><div class="verdict bad"><h1>NOT SCANNED: <span>${escapeHtml(name)}</span></h1><p>${escapeHtml(message)}</p><p class="faint">${escapeHtml(hint)}</p></div></section>\n`;
}

function* reportSection(view: ReportView, name: string): Iterable<string> {
  const { word, sentence, tone } = verdictOf(view);
  yield `<section>\n<div class="verdict ${tone}">\n<h1>${escapeHtml(word)}: <span>${escapeHtml(name)}</span></h1>\n<p>${escapeHtml(sentence)}</p>\n`;
  const compared = describeBaseline(view);
  if (compared !== undefined) yield `<p>${escapeHtml(compared)}</p>\n`;
  yield `<p class="faint">${factsLine(view)}</p>\n${statements(view)}</div>\n`;
  yield issues(view);
  yield plan(view);
  yield counts(view);
  yield* findings(view);
  yield suppressed(view);
  yield '</section>\n';
}

function factsLine({ report: { target, packages } }: ReportView): string {
  const system = target.distribution?.prettyName ?? target.distribution?.id ?? 'no distribution';
  const digest = target.manifestDigest ?? target.configDigest;
  const facts = [system, platformText(target), countOf(packages.length, 'package'), countOf(target.layers.length, 'layer'), digest ?? ''];
  return facts.filter((fact) => fact !== '').map(escapeHtml).join(' · '); // prettier-ignore
}

function statements({ decision }: ReportView): string {
  if (decision.verdict === 'not-asked') return '';
  const items = decision.statements.map(({ text, isMet, isWarning }) => `<li>${isMet ? (isWarning === true ? 'Warning: ' : 'OK: ') : 'Failed: '}${escapeHtml(text)}</li>`);
  return `<ul>${items.join('')}</ul>\n`;
} // prettier-ignore

function issues({ report }: ReportView): string {
  if (report.completeness === 'complete') return '<p>All content was scanned.</p>\n';
  const errors = report.issues.filter(({ severity }) => severity === 'error');
  const warnings = report.issues.filter(({ severity }) => severity !== 'error');
  const list = (title: string, tone: string, items: typeof errors): string =>
    items.length === 0
      ? ''
      : `<h2 class="${tone}">${title} (${items.length})</h2>\n<ul>${items.map(({ code, message }) => `<li><code>${code}</code> ${escapeHtml(message)}</li>`).join('')}</ul>\n`;
  return list('Not scanned', 'bad', errors) + list('Lower confidence', 'caution', warnings);
}

/** Actions that are shown without unfolding. */
const firstActions = 12;

function plan({ plan: actions }: ReportView): string {
  if (actions.length === 0) return '';
  const rows = actions.map(({ action, findings: removed }) => `<tr><td class="number">−${countFindings(removed).distinct}</td><td>${escapeHtml(action.text)}</td></tr>`);
  const table = (some: readonly string[]): string =>
    `<table class="counts"><thead><tr><th scope="col" class="number">findings</th><th scope="col">action</th></tr></thead><tbody>${some.join('\n')}</tbody></table>\n`;
  const more = rows.slice(firstActions);
  const rest = more.length === 0 ? '' : `<details><summary>${countOf(more.length, 'more action')}</summary>${table(more)}</details>\n`;
  return `<h2>What to do</h2>\n${table(rows.slice(0, firstActions))}${rest}`;
} // prettier-ignore

function counts({ shown }: ReportView): string {
  if (shown.length === 0) return '<h2>Findings</h2>\n<p>No findings.</p>\n';
  const columns = severities.filter((severity) => shown.some((finding) => finding.severity === severity));
  const rows = lanes.flatMap((lane) => {
    const found = shown.filter((finding) => finding.lane === lane);
    const cells = columns.map((severity) => found.filter((finding) => finding.severity === severity));
    return found.length === 0 ? [] : [`<tr><th scope="row">${laneWords[lane]}</th>${cells.map(countCell).join('')}</tr>`];
  });
  const columnHeads = columns.map((severity) => `<th scope="col" class="number ${severity}">${severity}</th>`);
  return `<h2>Findings</h2>\n<div class="scroll" tabindex="0" role="region" aria-label="Numbers of findings"><table class="counts"><thead><tr><td></td>${columnHeads.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>\n`;
}

function countCell(found: readonly Finding[]): string {
  return `<td class="number">${found.length === 0 ? '' : formatCount(countFindings(found))}</td>`;
}

const heads = ['Severity', 'ID', 'Package or place', 'Installed', 'Fixed in', 'Layer', 'What it is'];

function* findings(view: ReportView): Iterable<string> {
  if (view.shown.length === 0) return;
  const kinds = [...new Set(view.shown.map(({ kind }) => kind))];
  const found = severities.filter((severity) => view.shown.some((finding) => finding.severity === severity));
  yield '<div class="filters" hidden><label>Search<input type="search" autocomplete="off"></label>';
  yield select('Severity', 'severity', found) + select('Lane', 'lane', lanes) + (kinds.length > 1 ? select('Kind', 'kind', kinds) : '');
  yield '<span role="status"></span></div>\n<div class="scroll" tabindex="0" role="region" aria-label="Findings">\n<table class="findings"><thead><tr>';
  yield `${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>\n<tbody>\n`;
  for (const finding of view.shown) yield row(factsOf(finding, view));
  yield '</tbody></table>\n</div>\n';
}

function select(label: string, name: string, values: readonly string[]): string {
  const options = values.map((value) => `<option value="${value}">${value.replaceAll('-', ' ')}</option>`);
  return `<label>${label}<select name="${name}"><option value="">all</option>${options.join('')}</select></label>`;
}

function row(facts: FindingFacts): string {
  const { finding, id, package: found, paths, fix, kind } = facts;
  const [path = ''] = paths;
  const more = paths.length > 1 ? ` <span class="faint">and ${paths.length - 1} more</span>` : '';
  const place = `<span class="path faint">${escapeHtml(path)}</span>${more}`;
  const cells = [
    `<td class="severity ${finding.severity}" data-key="${severityRank(finding.severity)}">${finding.severity}</td>`,
    `<td>${link(facts)}</td>`,
    `<td>${found === undefined ? place : `${escapeHtml(found.name)}<br>${place}`}</td>`,
    `<td>${escapeHtml(found?.version ?? '')}</td>`,
    `<td>${escapeHtml(fix)}</td>`,
    `<td>${escapeHtml(cutText(describeLayer(facts), 120))}</td>`,
    `<td>${describe(facts)}</td>`,
  ];
  return `<tr data-severity="${finding.severity}" data-lane="${finding.lane}" data-kind="${kind}" id="${escapeHtml(`${finding.fingerprint}-${id}`)}">${cells.join('')}</tr>\n`;
}

function link({ id, url }: FindingFacts): string {
  const text = escapeHtml(id);
  return url === undefined ? text : `<a href="${escapeHtml(url)}" rel="noopener noreferrer nofollow">${text}</a>`;
}

function describe({ finding, title, description, isExploited, probability, rating, remedy, aliases, weaknesses }: FindingFacts): string {
  const change = finding.change === undefined || finding.change === 'pre-existing' ? '' : `<span class="mark caution">${finding.change}</span> `;
  const marks = change + (isExploited ? '<span class="mark bad">EXPLOITED</span> ' : '');
  const score = rating?.score === undefined ? '' : `CVSS ${rating.score.toFixed(1)}${rating.vector === undefined ? '' : ` ${rating.vector}`}`;
  const lines = [
    description === '' ? '' : cutText(description, 1_500),
    remedy,
    [score, probability === undefined ? '' : `EPSS ${(probability * 100).toFixed(1)} %`, ...weaknesses].filter((part) => part !== '').join(' · '),
    aliases.length === 0 ? '' : `also ${aliases.join(', ')}`,
  ].filter((line) => line !== '');
  const details = lines.length === 0 ? '' : `<details><summary>Details</summary>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</details>`;
  return `${marks}${escapeHtml(title)}${details}`;
} // prettier-ignore

function suppressed({ suppressed: findingsAside }: ReportView): string {
  if (findingsAside.length === 0) return '';
  const items = findingsAside.map((finding) => {
    const id = finding.kind === 'vulnerability' ? finding.id : finding.ruleId;
    const { reason = '', origin = '' } = finding.suppression ?? {};
    return `<li>${escapeHtml(`${id}: ${reason} (${origin})`)}</li>`;
  });
  return `<h2>Suppressed (${findingsAside.length})</h2>\n<ul>${items.join('')}</ul>\n`;
}
