import { type Checked, type ImageFiles } from '../../model/checker.ts';
import { type RuleFinding } from '../../model/finding.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { limits } from '../../model/limits.ts';
import { makeRuleFinding } from '../../model/rule-finding.ts';
import { type FileRule, type WantedFiles } from './image-rule.ts';
import { fileRules } from './image-rules.ts';

/** What is wrong with the files of an image. */
export function checkFiles(files: ImageFiles): Checked {
  const wanted = fileRules.map((): TreeEntry[] => []);
  const visibleBytes = files.layers.map(() => 0);
  for (const { path, children } of files.tree.directories())
    for (const [name, entry] of children ?? []) {
      if (entry.type === 'file') visibleBytes[entry.layerIndex]! += entry.size;
      for (const [at, rule] of fileRules.entries()) if (rule.wants?.(entry, name, path) === true) wanted[at]!.push(entry);
    }
  const findings = fileRules.flatMap((rule, at) => findingsOf(rule, { ...files, visibleBytes }, wanted[at]!));
  return { findings, issues: [] };
}

/** By path, whatever the order of the tree; the first {@link limits.findingsPerRule}, and the rest as a count. */
function findingsOf(rule: FileRule, files: Omit<WantedFiles, 'wanted'>, wanted: readonly TreeEntry[]): readonly RuleFinding[] {
  const sorted = wanted.map((entry) => ({ entry, path: entry.path })).sort((a, b) => (a.path < b.path ? -1 : 1));
  const violations = [...rule.check({ ...files, wanted: sorted.map(({ entry }) => entry) })];
  const findings = violations.slice(0, limits.findingsPerRule).map((violation) => makeRuleFinding(rule, violation));
  const more = violations.length - findings.length;
  return more === 0 ? findings : [...findings, makeRuleFinding(rule, { message: `${more} more of these are not listed`, key: 'more' })];
}
