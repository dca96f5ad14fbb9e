import { formatBytes } from '../../check/image/format-bytes.ts';
import { escapeMarkdown, markdownCode } from '../../report/text/escape-markdown.ts';
import { formatCounts } from '../report/format-counts.ts';
import { bestOf, describeState, evidenceWords, familiar, formatChange, fromLine, kindWords } from './describe-base.ts';
import { type Recommendation } from './recommendation.ts';

/** For a comment on a pull request. */
export function* recommendationMarkdown(recommendation: Recommendation): Iterable<string> {
  const { target, base, inUse, candidates, findings } = recommendation;
  yield `<!-- pratique recommend -->\n## Base image of ${markdownCode(target.name)}: ${markdownCode(familiar(base.reference))}\n\n`;
  yield `${escapeMarkdown(evidenceWords[base.evidence])}. ${escapeMarkdown(describeState(recommendation))}\n\n`;
  for (const { message } of findings) yield `- ⚠️ ${escapeMarkdown(message)}\n`;
  yield `${findings.length > 0 ? '\n' : ''}| | tag | findings | change | size | made |\n|---|---|---|---:|---:|---|\n`;
  const size = (bytes: number | undefined): string => (bytes === undefined ? '' : formatBytes(bytes));
  yield `| in use | ${markdownCode(base.reference.slice(base.reference.lastIndexOf(':') + 1))} | ${inUse === undefined ? 'unknown' : formatCounts(inUse.counts) || 'none'} | | ${size(inUse?.compressedBytes)} | ${escapeMarkdown((base.created ?? '').slice(0, 10))} |\n`;
  for (const { kind, reference, summary, created } of candidates)
    yield `| ${kindWords[kind]} | ${markdownCode(familiar(reference))} | ${formatCounts(summary.counts) || 'none'} | ${formatChange(summary.counts, inUse?.counts)} | ${size(summary.compressedBytes)} | ${escapeMarkdown((created ?? '').slice(0, 10))} |\n`;
  const best = bestOf(recommendation);
  if (best !== undefined) yield `\n\`\`\`dockerfile\n${fromLine(best)}\n\`\`\`\n`;
}
