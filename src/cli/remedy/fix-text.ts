import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { type PlannedAction } from '../../model/plan.ts';
import { severities } from '../../model/severity.ts';
import { type Proof, type ProofFinding } from '../../remedy/proof.ts';
import { type FixView } from './fix-view.ts';

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

function* proofLines(proof: Proof, width: number): Iterable<string> {
  const { before, after, predicted, measured, remaining, besides, introduced } = proof;
  const isWhole = remaining.length === 0;
  yield `\n${isWhole ? 'PROVED' : 'NOT PROVED'}  predicted −${predicted}, measured −${measured}\n\n`;
  const shown = severities.filter((severity) => before.bySeverity[severity] + after.bySeverity[severity] > 0);
  const row = (name: string, cells: readonly (number | string)[]): string => `${name.padEnd(8)}${cells.map((cell) => String(cell).padStart(12)).join('')}\n`;
  yield row('', [...shown, 'all']);
  yield row('before', [...shown.map((severity) => before.bySeverity[severity]), before.all]);
  yield row('after', [...shown.map((severity) => after.bySeverity[severity]), after.all]);
  yield* list('Predicted to go, and still there:', remaining, width);
  yield* list('Gone besides:', besides, width);
  yield* list('New:', introduced, width);
} // prettier-ignore

const maxListed = 10;

function* list(title: string, findings: readonly ProofFinding[], width: number): Iterable<string> {
  if (findings.length === 0) return;
  yield `\n${title}\n`;
  for (const { id, package: name, version, fixedVersion } of findings.slice(0, maxListed)) {
    const fixed = fixedVersion === undefined ? '' : `, fixed in ${fixedVersion}`;
    yield `${wrapWords(escapeControl(`${id}  ${name}${version === undefined ? '' : ` ${version}`}${fixed}`), width, '  ', '    ').join('\n')}\n`;
  }
  if (findings.length > maxListed) yield `  and ${findings.length - maxListed} more\n`;
}
