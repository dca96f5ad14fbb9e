import { type FindingKind } from '../../model/finding.ts';
import { severityRank } from '../../model/severity.ts';
import { type FindingFacts } from '../finding-facts.ts';
import { cutText } from '../text/cut-text.ts';
import { escapeMarkdown } from '../text/escape-markdown.ts';
import { type SarifLimits } from './sarif-target.ts';
import { sarifText } from './sarif-text.ts';
import { levelOf, securitySeverity } from './security-severity.ts';

/** One rule, and where it is in its run's list. */
export interface SarifRule {
  readonly id: string;
  readonly index: number;
  /** The worst of its findings: GitHub has one severity for a rule. */
  readonly worst: FindingFacts;
}

/** The rules of one run, by the kind and id of findings. Two kinds may use one id; a rule's id is unique in its run. */
export function collectRules(findings: Iterable<FindingFacts>): ReadonlyMap<string, SarifRule> {
  const rules = new Map<string, SarifRule>();
  const taken = new Set<string>();
  for (const facts of findings) {
    const key = ruleKey(facts);
    const known = rules.get(key);
    if (known === undefined) {
      const id = taken.has(facts.id) ? `${facts.kind}/${facts.id}` : facts.id;
      taken.add(id);
      rules.set(key, { id, index: rules.size, worst: facts });
    } else if (severityRank(facts.finding.severity) < severityRank(known.worst.finding.severity))
      rules.set(key, { ...known, worst: facts });
  }
  return rules;
}

export function ruleKey({ kind, id }: FindingFacts): string {
  return `${kind} ${id}`;
}

const kindNames: Readonly<Record<FindingKind, string>> = {
  vulnerability: 'Vulnerability',
  misconfiguration: 'Misconfiguration',
  secret: 'Secret',
  license: 'License',
  audit: 'HostAudit',
};

/** SARIF 2.1.0 §3.49, reportingDescriptor, with the properties that GitHub documents. */
export function toRule({ id, worst }: SarifRule, limits: SarifLimits): unknown {
  const { kind, title, url, finding, rating, isExploited } = worst;
  const score = securitySeverity(finding.severity, rating?.score);
  const tags = ['security', kind, finding.severity, ...(isExploited ? ['known-exploited'] : [])];
  // GitHub links tags of this form to the weakness.
  const weaknesses = worst.weaknesses.map((weakness) => `external/cwe/${weakness.toLowerCase()}`);
  const all = [...tags, ...weaknesses, ...worst.aliases.map(sarifText)];
  return {
    id,
    name: kindNames[kind],
    shortDescription: { text: sarifText(kind === 'vulnerability' && !title.startsWith(id) ? `${id}: ${title}` : title) },
    fullDescription: { text: sarifText(worst.description === '' ? title : worst.description) },
    helpUri: url,
    help: { text: helpText(worst), markdown: helpMarkdown(worst) },
    defaultConfiguration: { level: levelOf[finding.severity] },
    properties: { 'security-severity': score, precision: 'high', tags: all.slice(0, limits.tags) },
  };
}

function helpText(facts: FindingFacts): string {
  const lines = [facts.title, ...linesOf(facts).map(([name, value]) => `${name}: ${value}`)];
  return [...lines.map(sarifText), ...(facts.url === undefined ? [] : [facts.url])].join('\n');
}

function helpMarkdown(facts: FindingFacts): string {
  const rows = linesOf(facts).map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`);
  const link = facts.url === undefined ? '' : `\n\n[Read more](<${facts.url.replace(/[<>]/g, encodeURIComponent)}>)`;
  const text = facts.description === '' ? '' : `\n\n${escapeMarkdown(cutText(facts.description, 2_000))}`;
  return `**${escapeMarkdown(facts.title)}**${text}\n\n| | |\n|---|---|\n${rows.join('\n')}${link}`;
}

/** What is true of every finding of the rule: packages differ, so they are in the results. */
function linesOf({ id, kind, aliases, finding, rating, probability, isExploited, remedy }: FindingFacts): readonly [string, string][] {
  const exploited = finding.kind === 'vulnerability' ? finding.enrichment.knownExploited : undefined;
  const all: readonly [string, string | undefined][] = [
    ['ID', id],
    ['Also known as', aliases.length === 0 ? undefined : aliases.join(', ')],
    ['Severity', finding.kind === 'vulnerability' ? `${finding.severity} (${finding.severityOrigin})` : finding.severity],
    ['CVSS', rating?.vector === undefined ? rating?.score?.toFixed(1) : `${rating.score?.toFixed(1) ?? ''} ${rating.vector}`.trim()],
    ['EPSS', probability === undefined ? undefined : `${(probability * 100).toFixed(1)} %`],
    ['Known exploited', isExploited ? `since ${exploited?.addedOn ?? 'unknown'} (CISA KEV)` : undefined],
    ['What to do', kind === 'vulnerability' ? undefined : remedy],
  ];
  return all.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]));
}
