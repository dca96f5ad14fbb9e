import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { type FixView } from './fix-view.ts';
import { proofLines } from './proof-text.ts';

interface Style {
  readonly width: number;
}

/** Plan, diffs, proof. Programs that apply patches skip the text around a diff. */
export function* fixText(view: FixView, { width }: Style): Iterable<string> {
  const { plan, patches, notes, proof, patched } = view;
  if (view.report !== undefined) {
    yield plan.length === 0 ? 'NOTHING TO DO  no finding can be removed\n' : 'WHAT TO DO (findings removed)\n';
    for (const action of plan) yield* actionLines(action, patched.has(action), width);
    yield '\n';
  }
  for (const { diff } of patches) yield `${diff}\n`;
  if (patches.length === 0 && (view.report === undefined || patched.size > 0)) yield 'Nothing to change in the files.\n';
  for (const note of notes) yield `${wrapWords(escapeControl(note), width, '', '  ').join('\n')}\n`;
  if (proof !== undefined) yield* proofLines(proof, width);
}

function* actionLines(action: PlannedAction, isPatched: boolean, width: number): Iterable<string> {
  const { text, command, alsoRemoves, kind, findings } = action;
  const count = new Set(findings.map(({ id }) => id)).size;
  const loss = (kind === 'accept' ? String(count) : `−${count}`).padStart(6);
  const also = alsoRemoves === undefined ? '' : ` (alone: ${alsoRemoves} more, counted above)`;
  yield `${wrapWords(escapeControl(text + also), width, `${loss}  `, '          ').join('\n')}\n`;
  if (isPatched) yield '          patched below\n';
  else if (command !== undefined) yield `${wrapWords(escapeControl(command), width, '          $ ', '            ').join('\n')}\n`;
}
