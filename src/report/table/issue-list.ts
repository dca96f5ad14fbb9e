import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Issue } from '../../model/issue.ts';
import { issueCodes } from '../../model/issue-codes.ts';
import { type Style } from './style.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';

/** Every issue in full, first what was not scanned and then warnings, under its kind and what to do about it. */
export function* writeIssueList(issues: readonly Issue[], width: number, style: Style): Iterable<string> {
  yield* writeIssues(
    'NOT SCANNED',
    issues.filter((issue) => issue.severity === 'error'),
    width,
    style,
  );
  yield* writeIssues(
    'WARNINGS',
    issues.filter((issue) => issue.severity === 'warning'),
    width,
    style,
  );
}

function* writeIssues(head: string, issues: readonly Issue[], width: number, style: Style): Iterable<string> {
  if (issues.length === 0) return;
  yield '';
  yield style.strong(head);
  for (const [code, group] of groupByCode(issues)) {
    const { severity, title, hint } = issueCodes[code];
    const mark = severity === 'error' ? style.bad('!') : style.caution('?');
    yield '';
    const lines = wrapWords(`${title} ${code}`, width - 4);
    yield `  ${mark} ${lines.join('\n    ')}`.replace(code, style.faint(code));
    for (const issue of group.filter(({ message }) => !repeatsTitle(message, title)))
      yield* wrapWords(escapeControl(messageOf(issue)), width, '    ', '      ');
    for (const line of wrapWords(`→ ${withKinds(hint, group)}`, width, '    ', '      ')) yield style.faint(line);
  }
}

/** The hint names the kinds of content that `--allow-incomplete` takes, so that it can be typed as it stands. */
function withKinds(hint: string, issues: readonly Issue[]): string {
  const kinds = [...new Set(issues.flatMap(({ contentKind }) => contentKind ?? []))].sort();
  return kinds.length === 0 ? hint : hint.replace('KIND', kinds.join(','));
}

function groupByCode(issues: readonly Issue[]): ReadonlyMap<Issue['code'], readonly Issue[]> {
  const groups = new Map<Issue['code'], Issue[]>();
  for (const issue of issues) {
    const group = groups.get(issue.code);
    if (group === undefined) groups.set(issue.code, [issue]);
    else group.push(issue);
  }
  return groups;
}

/** The first screen needs a message that stands alone; under its title it would be read twice. */
function repeatsTitle(message: string, title: string): boolean {
  return message.toLowerCase().startsWith(title.toLowerCase());
}

function messageOf({ message, path, layerIndex }: Issue): string {
  const isTold = path === undefined || message.includes(path);
  const layer = layerIndex === undefined ? '' : ` (layer ${layerIndex})`;
  return `${message}${isTold ? '' : ` [${path}]`}${layer}`;
}
