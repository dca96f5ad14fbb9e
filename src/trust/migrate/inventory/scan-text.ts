import { limits } from '../../../model/limits.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { type FileHolder } from './file-holder.ts';
import { findInLines } from './find-in-lines.ts';
import { findInYaml } from './find-in-yaml.ts';
import { findLineSettings } from './find-line-settings.ts';
import { type FoundInText, type InventoryFinding } from './inventory-finding.ts';

/** Every text with findings contains one of these, so other files need no parsing. */
const words = /content[_-]?trust|notary|notaries|trust_?policy|trust_service|docker\s+trust/i;

export interface ScannedText {
  readonly findings: readonly InventoryFinding[];
  readonly issues: readonly Issue[];
}

/** Everything about Content Trust in one file's text. Never throws; what cannot be parsed becomes an issue. */
export function scanText(text: string, path: string, holder: FileHolder): ScannedText {
  if (!words.test(text)) return { findings: [], issues: [] };
  const issues: Issue[] = [];
  const found = holder.reading === 'yaml' ? scanYaml(text, path, issues) : scanLines(text, path, issues);
  const isAlone = found.every(({ kind }) => kind === 'docker client');
  return { findings: isAlone ? [] : inOrder(found).map((each) => ({ ...each, path, holder: holder.name })), issues };
}

/** Text that is not YAML, such as a chart template, is scanned by lines. */
function scanYaml(text: string, path: string, issues: Issue[]): readonly FoundInText[] {
  const { found, problem } = findInYaml(text);
  if (problem === undefined) return found;
  issues.push(makeIssue('TRUST_FILE_INVALID', 'inventory', `invalid YAML or JSON, scanned line by line instead: ${problem}`, { path }));
  return scanLines(text, path, issues);
}

function scanLines(text: string, path: string, issues: Issue[]): readonly FoundInText[] {
  const lines = text.split(/\r\n|\n|\r/);
  const bounded = lines.map((line, index) => {
    if (line.length <= limits.inventoryLineCharacters) return line;
    if (words.test(line))
      issues.push(
        makeIssue(
          'MIGRATION_LIMIT',
          'inventory',
          `line ${index + 1} not read: it has ${line.length} characters, more than ${limits.inventoryLineCharacters}`,
          { path },
        ),
      );
    return '';
  });
  return [...findInLines(bounded.join('\n')), ...findLineSettings(bounded)];
}

/** Sorted by line without duplicates: the YAML tree and the lines may yield the same finding. */
function inOrder(found: readonly FoundInText[]): readonly FoundInText[] {
  const byKey = new Map(found.map((each) => [`${each.line} ${each.kind} ${each.sets}`, each]));
  return [...byKey.values()].sort((a, b) => a.line - b.line);
}
