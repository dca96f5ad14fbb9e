import { formatBytes } from '../../check/image/format-bytes.ts';
import { severityRank } from '../../model/severity.ts';
import { escapeMarkdown, markdownCode } from '../../report/text/escape-markdown.ts';
import { formatCounts } from '../report/format-counts.ts';
import { describeBytes, describeCounts, describePackages, findingName } from './describe-comparison.ts';
import { type Comparison } from './comparison.ts';

/** GitHub takes 65,536 characters in a comment. */
const maxCharacters = 60_000;
const maxRows = 50;

/** A comment on a pull request. It begins with a mark, by which the next one finds the comment that it replaces. */
export function* comparisonMarkdown(comparison: Comparison): Iterable<string> {
  let room = maxCharacters;
  for (const block of blocks(comparison)) {
    if (block.length > room) {
      yield '\nThis comment is cut; `pratique compare --format json` has everything.\n';
      return;
    }
    room -= block.length;
    yield block;
  }
}

function* blocks(comparison: Comparison): Iterable<string> {
  const { before, after, counts, added, fixed, changed, packages, settings } = comparison;
  const mark = added.length > 0 ? '❌' : '✅';
  yield `<!-- pratique compare -->\n## ${mark} ${markdownCode(before.report.target.name)} → ${markdownCode(after.report.target.name)}\n\n`;
  yield '| | before | after |\n|---|---|---|\n';
  yield `| vulnerabilities | ${formatCounts(counts.before) || 'none'} | ${formatCounts(counts.after) || 'none'} |\n`;
  yield `| packages | ${before.report.packages.length} | ${after.report.packages.length} |\n\n`;
  yield `- findings: ${describeCounts(comparison)}\n- packages: ${describePackages(comparison)}\n- size: ${describeBytes(comparison, formatBytes)}\n\n`;
  const names = new Map(after.report.packages.map(({ id, name, version }) => [id, `${name} ${version ?? ''}`.trim()]));
  const rows = added
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
    .map((finding) => {
      const about = names.get(finding.packageId ?? '') ?? finding.locations[0]?.path ?? '';
      const fix = finding.kind === 'vulnerability' ? (finding.fixedVersion ?? '') : '';
      return [finding.severity, escapeMarkdown(findingName(finding)), markdownCode(about), markdownCode(fix), finding.change ?? ''];
    });
  yield* table('New findings', ['severity', 'finding', 'package', 'fix', 'why'], rows, true);
  const changedRows = changed.map(({ finding, detail }) => [escapeMarkdown(findingName(finding)), markdownCode(names.get(finding.packageId ?? '') ?? ''), escapeMarkdown(detail)]);
  yield* table('Changed findings', ['finding', 'package', 'change'], changedRows, false);
  const fixedRows = fixed.map(({ severity, id, package: found }) => [severity, escapeMarkdown(id), markdownCode(found === undefined ? '' : `${found.name} ${found.version ?? ''}`.trim())]);
  yield* table('Fixed findings', ['severity', 'finding', 'package'], fixedRows, false);
  const packageRows = packages.map(({ change, type, name, before: old, after: now }) => [change, markdownCode(name), type, markdownCode(old.join(', ')), markdownCode(now.join(', '))]);
  yield* table('Packages', ['', 'package', 'type', 'before', 'after'], packageRows, false);
  const settingRows = settings.map(({ setting, before: old = '', after: now = '' }) => [escapeMarkdown(setting), markdownCode(old.slice(0, 300)), markdownCode(now.slice(0, 300))]);
  yield* table('Configuration', ['setting', 'before', 'after'], settingRows, false);
} // prettier-ignore

function* table(title: string, heads: readonly string[], rows: readonly (readonly string[])[], isOpen: boolean): Iterable<string> {
  if (rows.length === 0) return;
  const shown = rows.slice(0, maxRows).map((row) => `| ${row.join(' | ')} |\n`);
  const more = rows.length > maxRows ? `\nand ${rows.length - maxRows} more\n` : '';
  const body = `| ${heads.join(' | ')} |\n|${heads.map(() => '---|').join('')}\n${shown.join('')}${more}`;
  yield isOpen
    ? `### ${title} (${rows.length})\n\n${body}\n`
    : `<details><summary>${title} (${rows.length})</summary>\n\n${body}\n</details>\n\n`;
}
