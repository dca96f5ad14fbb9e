import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { fitTable, type TableColumn } from '../../lib/terminal/fit-table.ts';
import { reachStates, type ReachState } from '../../model/reach.ts';
import { makeStyle } from '../../report/table/style.ts';
import { countOf } from '../../report/table/words.ts';
import { type ViewStyle } from '../report/write-views.ts';
import { type ReachedPackage, type ReachView } from './reach-view.ts';

const meanings: Readonly<Record<ReachState, string>> = {
  loaded: 'the start of the container loads it',
  loadable: 'something that is reached names it',
  'not-referenced': 'nothing that is reached names it',
  unknown: 'not decided; treat as loaded',
};

const maxNotes = 10;

export function* reachText(view: ReachView, { width, useColor }: ViewStyle): Iterable<string> {
  const style = makeStyle(useColor);
  const { report, reach } = view;
  yield `${style.strong(escapeControl(report.target.name))}  ${countOf(reach.fileCount, 'file')} reached\n`;
  yield `Command: ${reach.command.length === 0 ? 'none' : escapeControl(reach.command.join(' '))}\n\n`;
  const counts = reachStates.map((state) => [state, `${reach.packageCounts[state]}`, `${view.findingCounts[state]}`, meanings[state]]);
  yield* table(countColumns, counts, width);
  const chosen = view.packages.filter(({ package: one }) => view.chosen.includes(one.name));
  for (const name of view.chosen)
    if (!chosen.some(({ package: one }) => one.name === name)) yield `\n${escapeControl(name)}: no such package\n`;
  for (const one of chosen) yield* way(one);
  const affected = view.packages.filter(({ findings }) => findings.length > 0);
  if (view.chosen.length === 0 && affected.length > 0) {
    yield `\n${style.strong('PACKAGES WITH FINDINGS')}\n`;
    yield* table(packageColumns, affected.map(packageRow), width);
  }
  if (reach.notFollowed.length > 0) {
    yield `\n${style.strong('NOT FOLLOWED')}\n`;
    for (const { path, reason } of reach.notFollowed.slice(0, maxNotes))
      yield `  ${escapeControl(path.startsWith('/') ? path : `/${path}`)} ${escapeControl(reason)}\n`;
    if (reach.notFollowed.length > maxNotes) yield `  and ${reach.notFollowed.length - maxNotes} more (--format json lists all)\n`;
  }
}

const countColumns: readonly TableColumn[] = [{ head: 'STATE' }, { head: 'PACKAGES', isRight: true }, { head: 'FINDINGS', isRight: true }, { head: 'MEANING', least: 10, isOptional: true }]; // prettier-ignore
const packageColumns: readonly TableColumn[] = [{ head: 'STATE' }, { head: 'PACKAGE', least: 12 }, { head: 'FINDINGS', isRight: true }, { head: 'REACHED BY', least: 16, isOptional: true }]; // prettier-ignore

function packageRow({ package: one, reach, findings }: ReachedPackage): readonly string[] {
  const last = reach.steps?.at(-1);
  const before = reach.steps?.at(-2);
  const by = last === undefined ? (reach.reason ?? '') : before === undefined ? last.how : `/${before.path} ${last.how}`;
  return [reach.state, escapeControl(`${one.name} ${one.version ?? ''}`.trim()), `${findings.length}`, escapeControl(by)];
}

function* way({ package: one, reach }: ReachedPackage): Iterable<string> {
  yield `\n${escapeControl(`${one.name} ${one.version ?? ''}`.trim())}: ${reach.state}${reach.reason === undefined ? '' : ` (${escapeControl(reach.reason)})`}\n`;
  for (const [depth, { path, how }] of (reach.steps ?? []).entries())
    yield `${'  '.repeat(Math.min(depth, 10) + 1)}${escapeControl(how)} → /${escapeControl(path)}\n`;
}

function* table(columns: readonly TableColumn[], rows: readonly (readonly string[])[], width: number): Iterable<string> {
  for (const line of fitTable(columns, rows, width)) yield `${line}\n`;
}
