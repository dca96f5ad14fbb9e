import { severityRank } from '../../src/model/severity.ts';
import { ruleSubjects, type DocumentedRule, type RuleSubject } from './documented-rules.ts';
import { code, page, table } from './markdown.ts';

const folder = 'docs/reference/rules';
const source = 'the rules in src/check and src/secret';

interface Entry {
  readonly subject: RuleSubject;
  readonly rule: DocumentedRule;
}

/** A page for each rule, and one that lists them. Rules about several subjects with one id share a page. */
export function rulePages(): readonly (readonly [string, string])[] {
  const byId = new Map<string, Entry[]>();
  for (const subject of ruleSubjects)
    for (const rule of subject.rules) byId.set(rule.id, [...(byId.get(rule.id) ?? []), { subject, rule }]);
  const sorted = [...byId].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    [`${folder}/README.md`, indexPage(sorted)],
    ...sorted.map(([id, entries]) => [`${folder}/${id}.md`, rulePage(id, entries)] as const),
  ];
}

const examplesNote =
  'Examples about images are written like a Dockerfile: its instructions are the history and the configuration, `FILE mode path size`, `DIR`, `LINK` and `DELETE` are what a layer has, and lines after `|` are the content of the file.';

function indexPage(rules: readonly (readonly [string, readonly Entry[]])[]): string {
  const rows = rules.map(([id, entries]) => [
    `[${id}](${id}.md)`,
    worstOf(entries),
    entries[0]!.rule.title,
    entries.map(({ subject }) => subject.title).join(', '),
    aliasesOf(entries).join(', '),
  ]);
  return page(
    'Rules',
    source,
    'What `pratique scan` and `pratique lint` look for.',
    examplesNote,
    table(['rule', 'severity', 'finds', 'in', 'also called'], rows),
  );
}

function rulePage(id: string, entries: readonly Entry[]): string {
  const { rule } = entries[0]!;
  const aliases = aliasesOf(entries);
  const facts = [
    `Severity: ${worstOf(entries)}`,
    `Kind: ${rule.kind}`,
    ...(aliases.length === 0 ? [] : [`Also called: ${aliases.join(', ')}`]),
  ];
  const references = [...new Set(entries.flatMap((entry) => entry.rule.references))].map((url) => `- <${url}>`);
  return page(
    id,
    source,
    `**${rule.title}**`,
    facts.map((fact) => `- ${fact}`).join('\n'),
    ...entries.flatMap((entry) => sectionsOf(entry)),
    ...(references.length === 0 ? [] : ['## Read more', references.join('\n')]),
  );
}

function sectionsOf({ subject, rule }: Entry): readonly string[] {
  const { bad, good } = rule.examples;
  return [
    `## ${subject.title}`,
    rule.rationale,
    `**What to do:** ${rule.remediation}`,
    ...(bad.length === 0 ? [] : ['Found:', ...bad.map((text) => block(text, subject.language))]),
    ...(good.length === 0 ? [] : ['Not found:', ...good.map((text) => block(text, subject.language))]),
  ];
}

/** With a fence that the text does not contain. */
function block(text: string, language: string): string {
  const fence = text.includes('```') ? '~~~~' : '```';
  const lines = text.split('\n');
  const shown = lines.length > 40 ? [...lines.slice(0, 10), `… ${lines.length - 10} more lines`] : lines;
  return `${fence}${language}\n${shown.join('\n').trimEnd()}\n${fence}`;
}

function worstOf(entries: readonly Entry[]): string {
  return entries.map(({ rule }) => rule.severity).sort((a, b) => severityRank(a) - severityRank(b))[0]!;
}

function aliasesOf(entries: readonly Entry[]): readonly string[] {
  return [...new Set(entries.flatMap(({ rule }) => rule.aliases))].map(code);
}
