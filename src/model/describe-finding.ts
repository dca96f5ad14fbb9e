import { type VulnerabilityFinding } from './finding.ts';

/** What a finding is about and where to read on, in its publishers' words. */
export interface FindingText {
  /** One line. */
  readonly title?: string;
  /** Often Markdown, of several lines. */
  readonly description?: string;
  /** http(s) addresses, the publisher's own first. */
  readonly references: readonly string[];
  /** `CWE-79`, of the record and of the CVE. */
  readonly weaknesses: readonly string[];
}

/**
 * The words of the record that decided, and the CVE's own where it has none: many distributions only name the CVE. Every reporter that shows what a finding
 * is about asks here.
 */
export function describeFinding({ advisory, enrichment }: VulnerabilityFinding): FindingText {
  const description = advisory.description ?? enrichment.description;
  const title = advisory.title ?? firstSentence(enrichment.description);
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && description !== title && { description }),
    references: advisory.references,
    weaknesses: joinLists(advisory.weaknesses, enrichment.weaknesses),
  };
}

const none: readonly string[] = [];

function joinLists(first: readonly string[] = none, second: readonly string[] = none): readonly string[] {
  return first.length === 0 && second.length === 0 ? none : [...new Set([...first, ...second])];
}

const longestTitle = 200;

function firstSentence(text: string | undefined): string | undefined {
  const [line = ''] = (text ?? '').split('\n', 1);
  if (line === '') return undefined;
  const end = line.search(/[.!?](?:\s|$)/);
  const sentence = end < 0 ? line : line.slice(0, end);
  return sentence.length <= longestTitle ? sentence : `${sentence.slice(0, longestTitle - 1).replace(/\s\S*$/, '')}…`;
}
